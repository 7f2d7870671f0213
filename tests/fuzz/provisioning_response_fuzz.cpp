// Settings that parse_provision_response accepts are written and read back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/provisioning/provision_response.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dialtone;
  using namespace dialtone::provisioning;
  Result<ProvisionAnswer> answer =
      parse_provision_response(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!answer || !std::holds_alternative<ProvisionResponse>(*answer)) return 0;
  Result<ProvisionAnswer> again =
      parse_provision_response(write_provision_response(std::get<ProvisionResponse>(*answer)));
  if (!again || *again != *answer) std::abort();
  return 0;
}
