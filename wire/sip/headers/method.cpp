#include "wire/sip/headers/method.h"

#include <array>

namespace dialtone::sip {
namespace {

constexpr std::array<std::string_view, 15> kNames = {
    "",        "ACK",   "BYE",     "CANCEL", "INFO",     "INVITE",    "MESSAGE", "NOTIFY",
    "OPTIONS", "PRACK", "PUBLISH", "REFER",  "REGISTER", "SUBSCRIBE", "UPDATE",
};

}  // namespace

Method method_named(std::string_view name) {
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Method>(i);
  }
  return Method::kUnknown;
}

std::string_view name_of(Method method) { return kNames[static_cast<std::size_t>(method)]; }

}  // namespace dialtone::sip
