// A client that speaks bytes to an HTTP server, and what it sees.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/parser.h"
#include "world/host.h"

namespace dialtone {

// Bytes that a client sends after a pause.
struct Send {
  Duration pause{};
  std::string bytes;
};

// What a client saw.
struct Seen {
  bool connected = false;
  std::string bytes;
  std::vector<Moment> arrivals;  // of each piece that it read
  std::optional<Moment> ended;   // when the server ended the connection
  std::optional<IoError> error;

  // Returns the complete answers in `bytes`.
  std::vector<http::Response> answers() const {
    std::vector<http::Response> all;
    http::ResponseParser parser;
    for (std::string_view rest = bytes; !rest.empty();) {
      rest.remove_prefix(parser.feed(rest));
      if (parser.state() != http::ParseState::kComplete) break;
      all.push_back(parser.take());
    }
    return all;
  }
  std::vector<int> statuses() const {
    std::vector<int> all;
    for (const http::Response& response : answers()) all.push_back(response.status);
    return all;
  }
  http::Response answer() const {
    const std::vector<http::Response> all = answers();
    EXPECT_EQ(all.size(), 1U) << bytes;
    return all.empty() ? http::Response() : all.front();
  }
};

inline Task<void> see_all(Host& host, Stream& stream, Moment deadline, Seen& seen) {
  std::array<char, 4096> piece;
  for (;;) {
    const Result<std::size_t, IoError> got = co_await stream.read(piece, deadline);
    if (!got) {
      seen.error = got.error();
      co_return;
    }
    if (*got == 0) {
      seen.ended = host.now();
      co_return;
    }
    seen.bytes.append(piece.data(), *got);
    seen.arrivals.push_back(host.now());
  }
}

// Connects at once, sends, and reads until the server ends the connection or the deadline has passed. `half_close`:
// ends its side when all is sent.
inline Task<void> speak(Host& host, Endpoint server, const std::vector<Send>& sends, bool half_close, Moment deadline,
                        Seen& seen) {
  Result<std::unique_ptr<Stream>, IoError> connected =
      co_await host.connect(server, host.now() + std::chrono::seconds(10));
  if (!connected) {
    seen.error = connected.error();
    co_return;
  }
  seen.connected = true;
  std::unique_ptr<Stream> stream = *std::move(connected);
  host.spawn("reader", see_all(host, *stream, deadline, seen));
  for (const Send& send : sends) {
    if (send.pause > Duration::zero()) co_await host.sleep(send.pause);
    const Result<void, IoError> written = co_await stream->write(send.bytes, deadline);
    if (!written) break;
  }
  if (half_close) stream->shutdown_write();
  while (!seen.ended && !seen.error) co_await host.sleep(std::chrono::seconds(1));
}

// A request with `body`, its Host and its length.
inline std::string message(std::string_view line, std::string_view body = "", std::string_view headers = "") {
  std::string text = std::string(line) + " HTTP/1.1\r\nHost: prov\r\n" + std::string(headers);
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

}  // namespace dialtone
