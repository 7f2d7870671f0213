// An HTTP client: a connection to one server at a time, used for as many requests as both sides permit.
//
//   HttpClient client({.keeps_connection = true});
//   if (!client.is_kept_for(url)) co_await client.open(host, url, addresses, connect_timeout);
//   Result<http::Response, ExchangeError> answer = co_await client.ask(http::write_request(request), deadline);
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "protocol/http/exchange.h"
#include "protocol/http/exchange_streams.h"
#include "wire/http/url.h"
#include "world/host.h"

namespace dialtone {

// Closes its connection when destroyed.
class HttpClient {
 public:
  explicit HttpClient(const HttpClientOptions& options) : options_(options) {}

  // Returns true if the next request to `url` can use the connection of the last one. Closes a connection that leads
  // elsewhere, that the server has ended, or on which bytes came that no request asked for.
  bool is_kept_for(const http::HttpUrl& url);
  // Opens a new connection; `addresses` are those of the URL's host. Timeouts and failures as connect_to_any().
  Task<Result<void>> open(Host& host, http::HttpUrl url, Addresses addresses, Duration timeout, Moment limit = kNever);
  // As exchange(), on the open connection, which stays open afterwards if the options and the server permit it.
  Task<Result<http::Response, ExchangeError>> ask(std::string request, Moment deadline, bool to_head = false);
  // As ask(), but with streamed bodies: see exchange_streams().
  Task<Result<http::Response, ExchangeError>> ask(Host& host, http::Request request, HttpStreams streams,
                                                  Moment deadline);

 private:
  // Closes the connection unless the options and `answer` permit another request.
  void conclude(const Result<HttpAnswer, ExchangeError>& answer);

  HttpClientOptions options_;
  std::unique_ptr<Stream> stream_;
  std::string host_;
  std::uint16_t port_ = 0;
};

}  // namespace dialtone
