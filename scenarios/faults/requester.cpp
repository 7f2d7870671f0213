#include "scenarios/faults/requester.h"

#include <charconv>
#include <functional>
#include <string_view>

#include "scenarios/language/plan/plan.h"
#include "values/hash.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

// The text between `before` and `after`.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + before.size());
  return text.substr(0, text.find(after));
}

Requester by_address(const Endpoint& peer) { return {std::hash<IpAddress>()(peer.address), std::nullopt}; }

// The number after the prefix of a generated name.
std::optional<std::uint64_t> number_behind(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

Requester requester_of(const http::Request& request, const Endpoint& peer) {
  std::string_view serial = between(request.body, "<serial-number>", "<");
  if (serial.empty()) serial = between(request.target, "%3Cserial-number%3E", "%3C");
  if (serial.empty()) return by_address(peer);
  Requester requester{hash_text(serial), std::nullopt};
  if (const auto number = number_behind(serial, "DT")) requester.group = group_of_subscriber(*number - 1);
  return requester;
}

Requester requester_of(const sip::Message& request, const Endpoint& peer) {
  const Result<sip::Address> to = sip::to_of(request);
  if (!to) return by_address(peer);
  const std::string_view user = to->uri.user;
  if (user.empty()) return by_address(peer);
  Requester requester{hash_text(user), std::nullopt};
  constexpr std::uint64_t kFirstLine = 100'000;
  const auto number = number_behind(user, "line");
  if (number && *number > kFirstLine) requester.group = group_of_subscriber(*number - kFirstLine - 1);
  return requester;
}

}  // namespace dialtone
