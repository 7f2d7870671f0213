#include "call_agent_sim/accounts.h"

#include <array>
#include <chrono>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

// Together less than a device's patience, which sends its request again for 32 s.
constexpr std::array<Duration, 5> kPauses = {10ms, 30ms, 100ms, 300ms, 500ms};

}  // namespace

Task<Result<std::optional<Account>, StoreFault>> Accounts::find(std::string domain, std::string device_name) {
  for (const Duration pause : kPauses) {
    Result<std::optional<Account>, StoreFault> found = store_.find_account(domain, device_name);
    if (found || found.error() != StoreFault::kLocked) co_return found;
    co_await host_.sleep(pause);
  }
  co_return store_.find_account(domain, device_name);
}

}  // namespace dialtone
