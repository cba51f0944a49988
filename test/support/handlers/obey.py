import json
import os
import sys
import time

count = 0


class OwnError(Exception):
    pass


def handler(event, context):
    global count
    count += 1
    what = "echo" if event is None else event.get("do")
    if what == "context":
        client = context.client_context
        return {
            "id": context.aws_request_id,
            "arn": context.invoked_function_arn,
            "name": context.function_name,
            "version": context.function_version,
            "memory": context.memory_limit_in_mb,
            "group": context.log_group_name,
            "stream": context.log_stream_name,
            "left": context.get_remaining_time_in_millis(),
            "client": None if client is None else {"custom": client.custom},
        }
    if what == "env":
        return {name: os.environ.get(name) for name in event["names"]}
    if what == "place":
        with open(os.environ["LAMBDA_TASK_ROOT"] + "/data.txt") as data:
            return {"cwd": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], "data": data.read()}
    if what == "throw":
        raise TypeError(event["message"])
    if what == "own":
        raise OwnError(event["message"])
    if what == "exit":
        print("last words")
        sys.exit(event["code"])
    if what == "sleep":
        time.sleep(event["ms"] / 1000)
        return "slept"
    if what == "count":
        return count
    if what == "file":
        with open("/tmp/kept", "a") as kept:
            kept.write(event["text"])
        with open("/tmp/kept") as kept:
            return kept.read()
    if what == "large":
        return "x" * event["size"]
    if what == "log":
        print(event["text"])
        return None
    if what == "nothing":
        return
    if what == "circular":
        return {"not": {1, 2}}
    if what == "opt":
        with open("/opt/layer.txt") as layer:
            return layer.read()
    return {"got": event}
