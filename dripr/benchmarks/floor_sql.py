"""Starts as hand-written SQL for MariaDB: what somebody writes who wants nothing but speed.

It is given the following dates ready in a table, looks at no suppression list and at no drafts, and lets the server
make the event ids. Batches of 1,000, each a transaction, as dripr's.
"""

DUE = """campaign_status = 'DORMANT' AND enabled = 1 AND next_send_datetime <= %s
    AND (paused_until IS NULL OR paused_until <= %s)"""

CLAIM = f"SELECT id FROM campaigns_campaign WHERE {DUE} LIMIT %s FOR UPDATE SKIP LOCKED"  # noqa: S608 - no input

MOVE = """
UPDATE campaigns_campaign SET
    campaign_status = 'WAITING_FOR_DATA', status_since = %s, stalled_at = %s + INTERVAL 6 HOUR,
    republish_count = 0, send_due_datetime = NULL, error_from_status = '',
    cycle = cycle + 1, period = next_period, cycle_due_datetime = next_send_datetime,
    next_period = (SELECT planned.next_period FROM planned WHERE planned.id = campaigns_campaign.id),
    next_send_datetime = following_send_datetime,
    following_send_datetime = (
        SELECT planned.following_send_datetime FROM planned WHERE planned.id = campaigns_campaign.id
    ),
    property_status = 'WAITING_FOR_DATA', active_listing_status = 'WAITING_FOR_DATA',
    recent_sale_status = 'WAITING_FOR_DATA', local_market_data_status = 'WAITING_FOR_DATA',
    intro_status = 'WAITING_FOR_DATA', home_report_analysis_status = 'DORMANT',
    intro = '', home_report_analysis = '', property_data_id = NULL, active_listings_id = NULL,
    recent_sales_id = NULL, local_market_data_id = NULL, mortgage_rate_id = NULL
WHERE id IN ({ids}) AND campaign_status = 'DORMANT'
"""

HISTORY = """
INSERT INTO campaigns_statuschange (
    event_id, campaign_id, cycle, from_status, to_status, actor, changed_by_id, reason,
    occurred_at, published_at, next_attempt_at, attempts
)
SELECT UUID(), id, cycle, 'DORMANT', 'WAITING_FOR_DATA', 'poller', NULL, '', %s, NULL, %s, 0
FROM campaigns_campaign WHERE id IN ({ids})
"""

REMEMBER = f"INSERT INTO as_it_was SELECT * FROM campaigns_campaign WHERE {DUE}"  # noqa: S608 - no input

PUT_BACK = "UPDATE campaigns_campaign c JOIN as_it_was w ON w.id = c.id SET {changes}"
