"""Ask every address of the open API thousands of questions made from its description.

``GONGKAI_HOME=… python -m bench.api [times]`` asks the site of that folder, in this process: no server error,
no answer that is not described. It reads only: without a token nothing is sent.
"""

import os
import sys
import time

TIMES = 500


def main(times: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    os.environ["GONGKAI_API_PER_MINUTE"] = str(10**9)
    import django

    django.setup()
    from gongkai.registers.models import Register
    from tests.api.asking import ask, operations

    keys = list(Register.objects.filter(is_public=True).values_list("key", flat=True))

    def known(case) -> None:
        if keys and "key" in (case.path_parameters or {}):
            case.path_parameters["key"] = keys[len(str(case.query)) % len(keys)]

    for each in operations():
        began = time.perf_counter()
        statuses = ask(each, times=times, known=known)
        took = (time.perf_counter() - began) / sum(statuses.values()) * 1000
        print(f"{each.label:60} {dict(statuses)}  {took:.0f} ms a question", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))
