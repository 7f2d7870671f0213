#include "scenarios/middlebox/proxy.h"

#include <cassert>
#include <utility>

#include "scenarios/middlebox/forwarding.h"
#include "scenarios/middlebox/proxy_events.h"

namespace dialtone {
namespace {

HttpServerOptions server_options(const ProxyOptions& options) {
  HttpServerOptions http = options.http;
  http.listen = options.listen;
  http.limits = options.limits;
  return http;
}

http::Response own_answer(int status, std::string_view text) {
  http::Response answer;
  answer.status = status;
  answer.headers.add("Content-Type", "text/plain; charset=utf-8");
  answer.body = std::string(text) + "\n";
  return answer;
}

// Returns true if the header states the length of a body that is not sent (RFC 9110 section 8.6).
bool tells_length_only(bool is_to_head, const http::Response& answer) {
  return is_to_head || http::is_bodiless(answer.status);
}

void record_failure(Host& host, const Endpoint& client, const UpstreamError& fault) {
  host.record(proxy_events::Failed{.peer = to_text(client.address), .status = fault.status, .reason = fault.reason});
}

}  // namespace

Proxy::Proxy(ProxyOptions options, ProxyScript& script)
    : options_(std::move(options)),
      script_(script),
      cache_(options_.most_cached_answers, options_.most_cached_bytes),
      http_(server_options(options_), *this, this) {}

Task<Result<void>> Proxy::run(Host& host) { co_return co_await http_.run(host); }

HttpAct Proxy::on_request(Moment now, const Endpoint& peer, const http::Request& request) {
  Forwarding forwarding{request, {}, std::nullopt, nullptr};
  ProxyAct act = script_.on_request(now, peer, forwarding.request);
  if (act.drop || act.answer) {
    return {.delay = act.delay, .drop = act.drop, .answer = std::move(act.answer), .edit = std::move(act.edit)};
  }
  // answer() waits for the delay, so that no other strand runs between on_request and answer().
  forwarding.delay = act.delay;
  forwarding.caches_for = act.caches_for;
  HttpAct http;
  if (act.edit) {
    forwarding.came_in_chunks = std::make_shared<bool>(false);
    http.edit = [edit = std::move(act.edit), is_to_head = request.method == "HEAD",
                 in_chunks = forwarding.came_in_chunks](http::Response& answer, HttpAct& rest) {
      finish(edit, is_to_head, *in_chunks, answer, rest);
    };
  }
  assert(!forwarding_ && "each request is answered before the next is looked at");
  forwarding_ = std::move(forwarding);
  return http;
}

void Proxy::finish(const std::function<void(http::Response&, HttpAct&)>& edit, bool is_to_head, bool in_chunks,
                   http::Response& answer, HttpAct& act) {
  if (!tells_length_only(is_to_head, answer)) answer.headers.remove("Content-Length");
  edit(answer, act);
  const bool is_framed =
      act.omits_length || answer.headers.find("Content-Length") != nullptr || is_chunked(answer.headers);
  if (!is_framed && !tells_length_only(is_to_head, answer)) frame_body(answer.headers, answer.body, in_chunks);
}

Task<http::Response> Proxy::answer(Host& host, const Endpoint& peer, const http::Request& received) {
  assert(forwarding_.has_value());
  Forwarding forwarding = *std::exchange(forwarding_, std::nullopt);
  if (forwarding.delay > Duration::zero()) co_await host.sleep(forwarding.delay);
  const std::shared_ptr<bool> came_in_chunks = forwarding.came_in_chunks;
  bool chunked = false;
  http::Response response;
  if (forwarding.request.method == "CONNECT") {
    response = own_answer(501, "this proxy opens no tunnels");
  } else {
    Result<http::Response, UpstreamError> fetched = co_await fetch(host, peer, std::move(forwarding));
    if (!fetched) record_failure(host, peer, fetched.error());
    chunked = fetched && received.version_minor >= 1 && is_chunked(fetched->headers);
    response = fetched ? forwarded_answer(*std::move(fetched), options_.pseudonym)
                       : own_answer(fetched.error().status, "the server behind this proxy gave no answer");
  }
  if (came_in_chunks != nullptr) {
    *came_in_chunks = chunked;
  } else if (!tells_length_only(received.method == "HEAD", response)) {
    frame_body(response.headers, response.body, chunked);
  }
  co_return response;
}

Task<Result<http::Response, UpstreamError>> Proxy::fetch(Host& host, Endpoint peer, Forwarding forwarding) {
  if (forwarding.caches_for) {
    std::optional<http::Response> kept = cache_.find(forwarding.request, host.now());
    if (kept) co_return *std::move(kept);
  }
  const std::string upstream = options_.upstream_host + ":" + std::to_string(options_.upstream_port);
  http::Request request = forwarded_request(forwarding.request, peer, upstream, options_.pseudonym);
  Result<http::Response, UpstreamError> answer =
      co_await ask_upstream(host, options_.upstream_host, options_.upstream_port, std::move(request), options_.limits,
                            host.now() + options_.answer_deadline);
  if (answer && answer->status == 200 && forwarding.caches_for) {
    cache_.keep(forwarding.request, *answer, host.now(), *forwarding.caches_for);
  }
  co_return answer;
}

http::Response Proxy::answer_fault(Host& /*host*/, const Endpoint& /*peer*/, const http::ParseFault& fault) {
  return own_answer(fault.status, fault.reason);
}

}  // namespace dialtone
