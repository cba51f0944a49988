"""Runs a handler of a Python runtime on the system's Python: asks the Lambda Runtime API for events, one after the other.

Error types, texts and log formats are those that AWS's managed runtimes show (facts/11, sections 3, 4 and 7).
"""

import builtins
import http.client
import importlib
import io
import json
import logging
import os
import struct
import sys
import time
import traceback
import urllib.parse

API = "/2018-06-01/runtime"
JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
OPT = sys.argv[2] if len(sys.argv) > 2 else ""


class Fault(Exception):
    """An error that the runtime makes itself; its type begins with `Runtime.`."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = list(trace)


class Log:
    """Writes messages of several lines as one, where whoever started this reads frames."""

    def __init__(self):
        number = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
        self.frames = None if number is None else os.fdopen(int(number), "wb", 0)

    def write(self, text):
        if self.frames is None:
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
            sys.stdout.flush()
            return
        data = text.encode("utf-8", "surrogateescape")
        self.frames.write(struct.pack(">IIq", 0xA55A0003, len(data), int(time.time() * 1_000_000)) + data)


class LogHandler(logging.Handler):
    def __init__(self, log):
        super().__init__()
        self.log = log
        self.request_id = ""

    def emit(self, record):
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        if JSON:
            self.log.write(json.dumps(self.members(record, at + "Z")) + "\n")
            return
        head = f"[{record.levelname}]\t{at}.{int(record.msecs):03d}Z\t{self.request_id}\t"
        self.log.write(head + self.format(record) + "\n")

    def members(self, record, at):
        line = {"timestamp": at, "level": record.levelname, "message": record.getMessage(), "logger": record.name}
        if record.exc_info:
            kind, error, trace = record.exc_info
            frames = [frame.rstrip("\n") for frame in traceback.format_list(traceback.extract_tb(trace))]
            line.update(stackTrace=frames, errorType=kind.__name__, errorMessage=str(error))
        if self.request_id:
            line["requestId"] = self.request_id
        return line


class Members:
    """An object of a JSON text's members; those of `names` are there even when the text lacks them."""

    def __init__(self, given, *names):
        for name in {**dict.fromkeys(names), **(given or {})}:
            setattr(self, name, (given or {}).get(name))


class Context:
    def __init__(self, headers, deadline):
        environment = os.environ
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = environment["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = environment["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = environment["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environment["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Members(
            json.loads(headers.get("Lambda-Runtime-Cognito-Identity") or "{}"), "cognito_identity_id", "cognito_identity_pool_id"
        )
        client = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = None
        if client is not None:
            self.client_context = Members(json.loads(client.encode("latin-1").decode("utf-8")), "custom", "env", "client")
            names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
            self.client_context.client = Members(self.client_context.client, *names)
        self._deadline = deadline

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class Runtime:
    """The calls of the Runtime API, over one connection."""

    def __init__(self):
        host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].rsplit(":", 1)
        self.connection = http.client.HTTPConnection(host, int(port))

    def next(self):
        self.connection.request("GET", API + "/invocation/next")
        response = self.connection.getresponse()
        return response.headers, response.read()

    def post(self, path, body, headers=None):
        self.connection.request("POST", API + path, body, {"Content-Type": "application/json", **(headers or {})})
        self.connection.getresponse().read()

    def fail(self, path, error):
        body = json.dumps(error).encode("utf-8")
        self.post(path, body, {"Lambda-Runtime-Function-Error-Type": error["errorType"]})


def see_paths_of_lambda():
    """`/var/task`, `/opt` and `/tmp` are those of this function."""
    code, scratch = os.getcwd(), os.environ["TMPDIR"]

    def mapped(path):
        if not isinstance(path, (str, os.PathLike)):
            return path
        text = os.fspath(path)
        if not isinstance(text, str):
            return path
        for name, real in (("/var/task", code), ("/opt", OPT)):
            if real and (text == name or text.startswith(name + "/")):
                return real + text[len(name) :]
        if text != "/tmp" and not text.startswith("/tmp/"):
            return path
        first = text[5:].split("/", 1)[0]
        if first and not exists(os.path.join(scratch, first)) and is_folder("/tmp/" + first):
            return path
        return scratch + text[4:]

    stat = os.stat

    def exists(path):
        try:
            return bool(stat(path))
        except OSError:
            return False

    def is_folder(path):
        try:
            return (stat(path).st_mode & 0o170000) == 0o040000
        except OSError:
            return False

    def wrap(holder, name, paths):
        original = getattr(holder, name, None)
        if original is None:
            return

        def wrapper(*values, **options):
            values = tuple(mapped(value) if at < paths else value for at, value in enumerate(values))
            return original(*values, **options)

        setattr(holder, name, wrapper)

    for name in ("open", "stat", "lstat", "listdir", "scandir", "mkdir", "rmdir", "remove", "unlink", "chmod", "access", "utime", "readlink", "chdir"):
        wrap(os, name, 1)
    for name in ("rename", "replace", "symlink", "link"):
        wrap(os, name, 2)
    wrap(io, "open", 1)
    builtins.open = io.open


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", f"Bad handler '{name}': {error}")
    try:
        if module_name.split(".")[0] in sys.builtin_module_names:
            raise Fault("ImportModuleError", f"Cannot use built-in module {module_name} as a handler module")
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        line = error.text.strip() if error.text else ""
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {line}\n']
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")


def described(error, request_id):
    """An error as the caller gets it: its trace begins with the handler's own code."""
    if isinstance(error, Fault):
        kind, trace = error.kind, error.trace
    else:
        kind = type(error).__name__
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
        frames = [frame for frame in frames if not frame.filename.startswith("<frozen importlib")]
        trace = traceback.format_list(frames)
    return {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(log, error):
    if JSON:
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        log.write(json.dumps({"timestamp": at, "log_level": "ERROR", **error}) + "\n")
        return
    lines = f"[ERROR] {error['errorType']}: {error['errorMessage']}\n"
    if error["stackTrace"]:
        lines += "Traceback (most recent call last):\n" + "".join(error["stackTrace"])
    log.write(lines if lines.endswith("\n") else lines + "\n")


def encoded(result):
    try:
        return json.dumps(result).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise Fault("MarshalError", f"Unable to marshal response: {error}")


def handle(handler, body, context):
    try:
        event = json.loads(body)
    except ValueError as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}")
    return encoded(handler(event, context))


def main():
    log, runtime = Log(), Runtime()
    sys.path.insert(0, os.getcwd())
    sys.argv = sys.argv[:1]
    sys.stdout.reconfigure(line_buffering=True)
    sys.stderr.reconfigure(line_buffering=True)
    records = LogHandler(log)
    logging.getLogger().addHandler(records)
    level = logging.getLevelName(os.environ.get("AWS_LAMBDA_LOG_LEVEL", ""))
    if JSON and isinstance(level, int):
        logging.getLogger().setLevel(level)
    see_paths_of_lambda()
    try:
        handler = load(os.environ["_HANDLER"])
    except SystemExit:
        raise
    except BaseException as raised:
        error = described(raised, "")
        log_error(log, error)
        runtime.fail("/init/error", error)
        sys.exit(1)
    while True:
        headers, body = runtime.next()
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        records.request_id = request_id
        trace_id = headers.get("Lambda-Runtime-Trace-Id")
        if trace_id is None:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        else:
            os.environ["_X_AMZN_TRACE_ID"] = trace_id
        path = "/invocation/" + urllib.parse.quote(request_id)
        try:
            result = handle(handler, body, Context(headers, int(headers["Lambda-Runtime-Deadline-Ms"])))
        except SystemExit:
            raise
        except BaseException as raised:
            error = described(raised, request_id)
            log_error(log, error)
            runtime.fail(path + "/error", error)
        else:
            sys.stdout.flush()
            runtime.post(path + "/response", result)


if __name__ == "__main__":
    main()
