#include "wire/sip/headers/cseq.h"

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {

Result<CSeq> parse_cseq(std::string_view text) {
  constexpr std::uint32_t kLimit = 1U << 31;
  Scanner scanner(trim(text));
  const std::optional<std::uint32_t> number = parse_number(scanner.take_until(""));
  if (!number || *number >= kLimit)
    return Failure{"CSeq without a number below 2^31: \"" + std::string(text.substr(0, 40)) + "\""};
  scanner.skip_spaces();
  CSeq cseq;
  cseq.number = *number;
  cseq.method_name = scanner.take_token();
  if (cseq.method_name.empty() || !scanner.at_end()) {
    return Failure{"CSeq without a method: \"" + std::string(text.substr(0, 40)) + "\""};
  }
  cseq.method = method_named(cseq.method_name);
  return cseq;
}

}  // namespace dialtone::sip
