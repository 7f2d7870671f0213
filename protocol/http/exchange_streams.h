// One HTTP request and its answer on a connection, with one body or both streamed piece by piece.
#pragma once

#include "protocol/http/body_stream.h"
#include "protocol/http/exchange.h"
#include "wire/http/message.h"
#include "world/host.h"

namespace dialtone {

// Both must outlive the exchange.
struct HttpStreams {
  BodySource* source = nullptr;  // provides the request's body; null: the request's own body is sent
  BodySink* sink = nullptr;      // takes the answer's body; null: the body is collected in the answer
  // The longest time for the server to take one piece of the request, and the longest silence within an answer.
  Duration stall_timeout = std::chrono::seconds(30);
};

// As exchange(), with streams; `deadline` is that of the whole exchange. If the server answers before it has taken the
// whole request, the rest is not sent and the connection cannot be used again. Fails also if the source or the sink
// fails, or if the source ends before its length. If the sink took the answer's body, the body in the answer is empty.
// After a failure the sink may have taken a part of the body. `options` must outlive the task.
Task<Result<HttpAnswer, ExchangeError>> exchange_streams(Host& host, Stream& stream, http::Request request,
                                                         HttpStreams streams, Moment deadline,
                                                         const HttpClientOptions& options);

}  // namespace dialtone
