from prometheus_client import CollectorRegistry

LEFT_OUT = ("_created", "_bucket", "_sum")


def metric_values(registry: CollectorRegistry) -> dict[str, float]:
    """dripr's own numbers that are not 0, by name and labels; of a histogram the count alone."""
    samples = [sample for metric in registry.collect() for sample in metric.samples]
    ours = [sample for sample in samples if sample.name.startswith("dripr_") and not sample.name.endswith(LEFT_OUT)]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in ours if sample.value}
