from dripr.tests.fixtures import aws_in_process, moto_server

__all__ = ["aws_in_process", "moto_server"]
