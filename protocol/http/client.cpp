#include "protocol/http/client.h"

#include <array>
#include <cassert>
#include <utility>

#include "protocol/http/connect_to_any.h"

namespace dialtone {

bool HttpClient::is_kept_for(const http::HttpUrl& url) {
  if (stream_ == nullptr) return false;
  std::array<char, 1> unasked;
  // The connection has ended or failed, or an unsolicited byte came.
  const bool is_over = stream_->try_read(unasked).has_value();
  if (is_over || host_ != url.host || port_ != url.port) stream_.reset();
  return stream_ != nullptr;
}

Task<Result<void>> HttpClient::open(Host& host, http::HttpUrl url, Addresses addresses, Duration timeout,
                                    Moment limit) {
  stream_.reset();
  Result<std::unique_ptr<Stream>> stream = co_await connect_to_any(host, addresses, url.port, timeout, limit);
  if (!stream) co_return stream.error();
  stream_ = *std::move(stream);
  host_ = std::move(url.host);
  port_ = url.port;
  co_return Result<void>();
}

void HttpClient::conclude(const Result<HttpAnswer, ExchangeError>& answer) {
  if (!options_.keeps_connection || !answer || !answer->leaves_open) stream_.reset();
}

Task<Result<http::Response, ExchangeError>> HttpClient::ask(std::string request, Moment deadline, bool to_head) {
  assert(stream_ != nullptr);
  Result<HttpAnswer, ExchangeError> answer =
      co_await exchange(*stream_, std::move(request), deadline, options_, to_head);
  conclude(answer);
  if (!answer) co_return answer.error();
  co_return std::move(answer->response);
}

Task<Result<http::Response, ExchangeError>> HttpClient::ask(Host& host, http::Request request, HttpStreams streams,
                                                            Moment deadline) {
  assert(stream_ != nullptr);
  Result<HttpAnswer, ExchangeError> answer =
      co_await exchange_streams(host, *stream_, std::move(request), streams, deadline, options_);
  conclude(answer);
  if (!answer) co_return answer.error();
  co_return std::move(answer->response);
}

}  // namespace dialtone
