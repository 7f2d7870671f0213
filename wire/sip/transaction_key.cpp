#include "wire/sip/transaction_key.h"

#include "values/host_text.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone::sip {
namespace {

// Separates fields by line feeds, which no header contains.
void append_field(std::string& key, std::string_view text) {
  key += text;
  key += '\n';
}

// RFC 2543's matching. Leaves the To tag out: a retransmission has the same tag, and an ACK is never matched by this
// key.
Result<std::string> key_without_cookie(const Message& request, const Via& via, std::string_view method) {
  const Result<Address> from = from_of(request);
  if (!from) return from.error();
  const Result<std::string_view> call_id = call_id_of(request);
  if (!call_id) return call_id.error();
  const Result<CSeq> cseq = cseq_of(request);
  if (!cseq) return cseq.error();
  std::string key;
  append_field(key, method);
  append_field(key, request.request_uri());
  append_field(key, from->tag());
  append_field(key, *call_id);
  append_number(key, cseq->number);
  key += '\n';
  append(key, via);
  return key;
}

}  // namespace

Result<std::string> server_transaction_key(const Message& request) {
  const Result<Via> via = top_via_of(request);
  if (!via) return via.error();
  return server_transaction_key(request, *via);
}

Result<std::string> server_transaction_key(const Message& request, const Via& via) {
  const std::string_view method = request.method() == Method::kAck ? name_of(Method::kInvite) : request.method_name();
  // The cookie is compared without case, as all tokens are (RFC 3261 7.3.1).
  const bool has_cookie = via.branch.size() > kMagicCookie.size() &&
                          equal_ignoring_case(via.branch.substr(0, kMagicCookie.size()), kMagicCookie);
  if (!has_cookie) return key_without_cookie(request, via, method);
  std::string key;
  key.reserve(via.branch.size() + via.sent_by.host.size() + method.size() + 10);
  append_field(key, via.branch);
  key += canonical_host(via.sent_by.host);
  key += ':';
  append_number(key, via.sent_by.port.value_or(kDefaultPort));
  key += '\n';
  key += method;
  return key;
}

bool answers(const Message& response, const ClientTransactionKey& request) {
  const Result<Via> via = only_via_of(response);
  if (!via || !equal_ignoring_case(via->branch, request.branch)) return false;
  if (via->sent_by.address() != without_mapping(request.sent_by.address)) return false;
  if (via->sent_by.port.value_or(kDefaultPort) != request.sent_by.port) return false;
  const Result<CSeq> cseq = cseq_of(response);
  return cseq && cseq->number == request.cseq && cseq->method == request.method;
}

}  // namespace dialtone::sip
