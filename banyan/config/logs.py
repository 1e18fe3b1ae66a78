"""Log lines that can't carry what somebody wrote."""

import logging


class WithoutWords(logging.Formatter):
    """Keeps an error's kind and the place in our code, and drops its message and its local variables."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name}"
        if record.exc_info and record.exc_info[1] is not None:
            return f"{line} {describe(record.exc_info[1])}"
        # Django's request logger puts the address in its arguments; the template of the message has none.
        return f"{line} {record.msg}" if not record.args else f"{line} {str(record.msg).split('%', 1)[0].rstrip(': ')}"


def describe(error: BaseException) -> str:
    """An exception's type and the file and line it rose from, with every cause; never its words."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        trace, place = seen.__traceback__, "?"
        while trace is not None:
            code = trace.tb_frame.f_code
            place = f"{code.co_filename}:{trace.tb_lineno} in {code.co_name}"
            trace = trace.tb_next
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {place}")
        seen = seen.__cause__
    return " <- ".join(parts)
