// The request methods of SIP and its extensions.
#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::sip {

enum class Method : std::uint8_t {
  // Any other token; the message keeps its text.
  kUnknown,
  kAck,
  kBye,
  kCancel,
  kInfo,
  kInvite,
  kMessage,
  kNotify,
  kOptions,
  kPrack,
  kPublish,
  kRefer,
  kRegister,
  kSubscribe,
  kUpdate,
};

// Methods are case-sensitive (RFC 3261 7.1).
Method method_named(std::string_view name);

// Returns the method's name, such as `REGISTER`; empty for kUnknown.
std::string_view name_of(Method method);

}  // namespace dialtone::sip
