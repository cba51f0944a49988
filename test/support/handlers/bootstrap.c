#define _GNU_SOURCE
/* A custom runtime in C: one connection a call, no library. Echoes an event, fails, exits or sleeps as its text says. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static char host[64];
static int port;
static char buffer[1 << 20];

static int call(const char *request, size_t size) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host, &to.sin_addr);
  int to_api = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(to_api, (struct sockaddr *)&to, sizeof to) != 0) exit(1);
  for (size_t sent = 0; sent < size;) sent += write(to_api, request + sent, size - sent);
  int length = 0, got;
  while ((got = read(to_api, buffer + length, sizeof buffer - length - 1)) > 0) length += got;
  buffer[length] = 0;
  close(to_api);
  return length;
}

static void post(const char *id, const char *path, const char *body) {
  static char request[1 << 20];
  int size = snprintf(request, sizeof request,
                      "POST /2018-06-01/runtime/invocation/%s/%s HTTP/1.1\r\nHost: api\r\nConnection: close\r\n"
                      "Lambda-Runtime-Function-Error-Type: Native.Failure\r\nContent-Length: %zu\r\n\r\n%s",
                      id, path, strlen(body), body);
  call(request, size);
}

int main(void) {
  sscanf(getenv("AWS_LAMBDA_RUNTIME_API"), "%63[^:]:%d", host, &port);
  static char event[1 << 20], answer[(1 << 20) + 64];
  for (;;) {
    const char *next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n";
    call(next, strlen(next));
    char id[64] = "";
    char *header = strcasestr(buffer, "lambda-runtime-aws-request-id: ");
    if (header != NULL) sscanf(header + 31, "%63[^\r]", id);
    char *body = strstr(buffer, "\r\n\r\n");
    snprintf(event, sizeof event, "%s", body == NULL ? "" : body + 4);
    if (strstr(event, "\"sleep\"")) sleep(60);
    if (strstr(event, "\"exit\"")) exit(3);
    if (strstr(event, "\"abort\"")) abort();
    if (strstr(event, "\"throw\"")) post(id, "error", "{\"errorType\":\"Native.Failure\",\"errorMessage\":\"as told\"}");
    else {
      snprintf(answer, sizeof answer, "{\"got\":%s}", event);
      post(id, "response", answer);
    }
  }
}
