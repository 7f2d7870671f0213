// XML's white space (XML 1.0 2.3).
#pragma once

namespace dialtone::provisioning {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace dialtone::provisioning
