#include "device_sim/provisioning_answer.h"

#include <string_view>
#include <utility>
#include <variant>

#include "wire/provisioning/provision_response.h"

namespace dialtone {
namespace {

using Kind = AnswerFault::Kind;

// Whose settings these are, if not the device's own.
std::optional<std::string_view> foreign_part(const DeviceConfig& config,
                                             const provisioning::ProvisionResponse& response) {
  if (response.serial_number != config.serial_number) return "the answer is for another serial-number";
  if (response.mac_address != config.mac_address) return "the answer is for another mac-address";
  if (response.customer_number != config.customer_number) return "the answer is for another customer-number";
  return std::nullopt;
}

bool is_encoded(const http::Response& response) {
  const std::string* coding = response.headers.find("Content-Encoding");
  return coding != nullptr && !coding->empty() && !http::equal_names(*coding, "identity");
}

}  // namespace

Result<DeviceSettings, AnswerFault> judge_answer(const DeviceConfig& config, std::optional<std::uint64_t> held_revision,
                                                 const http::Response& answer) {
  if (answer.status != 200) return AnswerFault{Kind::kRefused, std::string(http::usual_reason(answer.status))};
  if (is_encoded(answer)) return AnswerFault{Kind::kUnusable, "the answer has a Content-Encoding, and none is known"};
  Result<provisioning::ProvisionAnswer> document = provisioning::parse_provision_response(answer.body);
  if (!document) return AnswerFault{Kind::kUnusable, document.error().reason};
  auto* response = std::get_if<provisioning::ProvisionResponse>(&*document);
  if (response == nullptr) return AnswerFault{Kind::kRefused, "a refusal"};
  if (const auto foreign = foreign_part(config, *response)) return AnswerFault{Kind::kRejected, std::string(*foreign)};
  if (held_revision && response->settings_revision < *held_revision) {
    return AnswerFault{Kind::kRejected, "settings-revision " + std::to_string(response->settings_revision) +
                                            " is older than " + std::to_string(*held_revision)};
  }
  return settings_of(std::move(*response));
}

}  // namespace dialtone
