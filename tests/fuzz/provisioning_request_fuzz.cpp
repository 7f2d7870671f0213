// A document that parse_provision_request accepts is written and read back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/provisioning/provision_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dialtone;
  using namespace dialtone::provisioning;
  Result<ProvisionRequest> request =
      parse_provision_request(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!request) return 0;
  Result<ProvisionRequest> again = parse_provision_request(write_provision_request(*request));
  if (!again || *again != *request) std::abort();
  return 0;
}
