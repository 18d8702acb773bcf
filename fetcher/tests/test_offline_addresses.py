from fetcher.providers.offline_sales import shipped_sales


def test_address_key_parts_all_shipped_homes() -> None:
    homes = shipped_sales().homes()

    assert len({home.parcel_id for home in homes}) == len(homes) == 1_910
