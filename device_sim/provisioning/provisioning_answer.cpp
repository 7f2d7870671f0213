#include "device_sim/provisioning/provisioning_answer.h"

#include <string_view>
#include <utility>
#include <variant>

#include "device_sim/provisioning/half_document.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {
namespace {

using Kind = AnswerFault::Kind;

// Returns the name of the part of the identity that differs from the device's own.
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

struct Document {
  provisioning::ProvisionAnswer answer;
  bool is_partial = false;
};

Result<Document> read_document(Quirks quirks, const std::string& body) {
  if (quirks.has(Quirk::kRefusesAByteOrderMark) && body.starts_with("\xEF\xBB\xBF")) {
    return Failure{"the document begins with a byte order mark"};
  }
  Result<provisioning::ProvisionAnswer> whole = provisioning::parse_provision_response(body);
  if (whole) return Document{*std::move(whole)};
  if (quirks.has(Quirk::kAppliesHalfADocument)) {
    if (auto half = read_half_document(body)) return Document{*std::move(half), true};
  }
  return whole.error();
}

}  // namespace

Result<ProvisionedSettings, AnswerFault> judge_answer(const DeviceConfig& config,
                                                      std::optional<std::uint64_t> held_revision,
                                                      const http::Response& answer) {
  const Quirks quirks = config.profile->quirks;
  if (answer.status != 200) return AnswerFault{Kind::kRefused, std::string(http::usual_reason(answer.status))};
  if (is_encoded(answer)) return AnswerFault{Kind::kUnusable, "the answer has a Content-Encoding, and none is known"};
  const bool has_a_body = !quirks.has(Quirk::kNeedsContentLength) || answer.headers.find("Content-Length") != nullptr;
  Result<Document> document = read_document(quirks, has_a_body ? answer.body : std::string());
  if (!document) return AnswerFault{Kind::kUnusable, document.error().reason};
  auto* response = std::get_if<provisioning::ProvisionResponse>(&document->answer);
  if (response == nullptr) return AnswerFault{Kind::kRefused, "a refusal"};
  const auto foreign = foreign_part(config, *response);
  if (foreign && !quirks.has(Quirk::kTrustsAnyMac)) return AnswerFault{Kind::kRejected, std::string(*foreign)};
  const bool is_older = held_revision && response->revision < *held_revision;
  if (is_older && !quirks.has(Quirk::kTakesOlderSettings)) {
    return AnswerFault{Kind::kRejected, "settings-revision " + std::to_string(response->revision) + " is older than " +
                                            std::to_string(*held_revision)};
  }
  std::string serial_number = std::move(response->serial_number);
  return ProvisionedSettings{settings_of(std::move(*response)), std::move(serial_number), document->is_partial};
}

}  // namespace dialtone
