#include "device_sim/quirks.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dialtone {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 22> kNames = {
    "asks-names-once",
    "takes-a-bare-host-for-tftp",
    "hangs-without-a-deadline",
    "no-retry-on-a-closed-connection",
    "applies-half-a-document",
    "stores-any-body",
    "refuses-a-byte-order-mark",
    "trusts-any-mac",
    "takes-older-settings",
    "writes-flash-in-place",
    "retries-without-back-off",
    "ignores-retry-after",
    "gives-up-after-retry-after",
    "gives-up-on-a-fresh-nonce",
    "repeats-expires",
    "ignores-granted-expires",
    "registers-again-when-unmatched",
    "reuses-call-id",
    "new-port-at-each-boot",
    "never-fails-over",
    "never-notices-a-dead-connection",
    "ignores-notify",
};
static_assert(kNames.size() == static_cast<std::size_t>(Quirk::kIgnoresNotify) + 1);

}  // namespace

std::string_view to_text(Quirk quirk) { return kNames[static_cast<std::size_t>(quirk)]; }

std::optional<Quirk> quirk_named(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Quirk>(found - kNames.begin());
}

std::span<const std::string_view> quirk_names() { return kNames; }

}  // namespace dialtone
