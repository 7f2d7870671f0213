#include "wire/http/parser.h"

#include <cassert>
#include <utility>

namespace dialtone::http {
namespace {

constexpr int kInterimResponses = 8;

}  // namespace

std::size_t RequestParser::feed(std::string_view bytes) {
  std::size_t taken = 0;
  if (state_ == ParseState::kNeedMore && !in_body_) {
    taken = head_.feed(bytes);
    if (head_.state() == HeadCollector::State::kFailed) fail(head_.fault());
    if (head_.state() == HeadCollector::State::kComplete) on_head();
  }
  if (state_ == ParseState::kNeedMore && in_body_) {
    taken += body_.feed(bytes.substr(taken), request_.body);
    if (body_.failed()) fail(body_.fault());
    if (body_.complete()) state_ = ParseState::kComplete;
  }
  return taken;
}

void RequestParser::on_head() {
  Result<Request, ParseFault> request = parse_request_head(head_.head());
  head_.clear();
  if (!request) return fail(request.error());
  request_ = *std::move(request);
  if (stops_at_head_) {
    state_ = ParseState::kHead;
  } else {
    read_body(limits_.body_bytes);
  }
}

void RequestParser::read_body(std::size_t most_bytes) {
  Result<BodyFraming, ParseFault> framing = request_framing(request_, most_bytes);
  if (!framing) return fail(framing.error());
  body_ = BodyReader(*framing, most_bytes, true);
  in_body_ = true;
}

void RequestParser::begin_body(std::size_t most_bytes) {
  assert(state_ == ParseState::kHead);
  state_ = ParseState::kNeedMore;
  read_body(most_bytes);
  if (state_ == ParseState::kNeedMore && body_.complete()) state_ = ParseState::kComplete;
}

void RequestParser::take_piece(std::string& piece) {
  piece.clear();
  std::swap(piece, request_.body);
}

void RequestParser::fail(const ParseFault& fault) {
  state_ = ParseState::kFailed;
  fault_ = fault;
}

bool RequestParser::expects_continue() const {
  return state_ == ParseState::kNeedMore && in_body_ && request_.version_minor >= 1 && request_.body.empty() &&
         request_.headers.has_token("Expect", "100-continue");
}

Request RequestParser::take() {
  assert(state_ == ParseState::kComplete);
  state_ = ParseState::kNeedMore;
  in_body_ = false;
  return std::exchange(request_, Request());
}

std::size_t ResponseParser::feed(std::string_view bytes) {
  std::size_t taken = 0;
  while (state_ == ParseState::kNeedMore && !in_body_ && taken < bytes.size()) {
    taken += head_.feed(bytes.substr(taken));
    if (head_.state() == HeadCollector::State::kFailed) fail(head_.fault());
    if (head_.state() == HeadCollector::State::kComplete) on_head();
  }
  if (state_ == ParseState::kNeedMore && in_body_) {
    taken += body_.feed(bytes.substr(taken), response_.body);
    if (body_.failed()) fail(body_.fault());
    if (body_.complete()) state_ = ParseState::kComplete;
  }
  return taken;
}

void ResponseParser::on_head() {
  Result<Response, ParseFault> response = parse_response_head(head_.head());
  head_.clear();
  if (!response) return fail(response.error());
  if (response->status / 100 == 1 && response->status != 101) {
    if (++interim_responses_ > kInterimResponses) fail({400, "too many interim responses"});
    return;
  }
  response_ = *std::move(response);
  if (stops_at_head_) {
    state_ = ParseState::kHead;
  } else {
    read_body(limits_.body_bytes);
  }
}

void ResponseParser::read_body(std::size_t most_bytes) {
  Result<BodyFraming, ParseFault> framing = response_framing(response_, to_head_, most_bytes);
  if (!framing) return fail(framing.error());
  body_ = BodyReader(*framing, most_bytes, false);
  in_body_ = true;
}

void ResponseParser::begin_body(std::size_t most_bytes) {
  assert(state_ == ParseState::kHead);
  state_ = ParseState::kNeedMore;
  read_body(most_bytes);
  if (state_ == ParseState::kNeedMore && body_.complete()) state_ = ParseState::kComplete;
}

void ResponseParser::take_piece(std::string& piece) {
  piece.clear();
  std::swap(piece, response_.body);
}

void ResponseParser::finish() {
  if (state_ != ParseState::kNeedMore) return;
  if (!in_body_) {
    return fail({400, head_.empty() ? "the stream ended before a response" : "the response's header is cut short"});
  }
  body_.finish();
  if (body_.failed()) return fail(body_.fault());
  state_ = ParseState::kComplete;
}

void ResponseParser::fail(const ParseFault& fault) {
  state_ = ParseState::kFailed;
  fault_ = fault;
}

Response ResponseParser::take() {
  assert(state_ == ParseState::kComplete);
  state_ = ParseState::kNeedMore;
  in_body_ = false;
  interim_responses_ = 0;
  return std::exchange(response_, Response());
}

}  // namespace dialtone::http
