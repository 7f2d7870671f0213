#include "scenarios/oracles/secrecy/password_hashes.h"

#include <algorithm>
#include <string>

#include "prov_server/device_authenticator.h"
#include "scenarios/language/faults/faults_doing.h"
#include "values/hex.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

// The length of an MD5 hash in bytes; the other hashes are twice as long.
constexpr std::size_t kShortest = 16;
// How many bytes of each hash are compared.
constexpr std::size_t kBytes = 8;

// The values that the rows of a group have in a column at any time: each row's own, and those that faults set.
class ColumnValues {
 public:
  ColumnValues(const Scenario& scenario, const std::string& group, std::string_view column) {
    for (const auto& [fault, change] : faults_doing<ChangeAction>(scenario.faults)) {
      if (change.of != group) continue;
      for (const auto& [name, value] : change.columns) {
        if (name == column) given_.push_back(value);
      }
    }
    std::sort(given_.begin(), given_.end());
    given_.erase(std::unique(given_.begin(), given_.end()), given_.end());
  }

  std::vector<std::string_view> with(std::string_view own) const {
    std::vector<std::string_view> all = given_;
    if (!std::binary_search(given_.begin(), given_.end(), own)) all.push_back(own);
    return all;
  }

 private:
  std::vector<std::string_view> given_;
};

}  // namespace

struct PasswordHashes::Columns {
  Columns(const Scenario& scenario, const std::string& group)
      : auth_usernames(scenario, group, "auth_username"),
        auth_passwords(scenario, group, "auth_password"),
        domains(scenario, group, "domain"),
        provision_usernames(scenario, group, "provision_username"),
        provision_passwords(scenario, group, "provision_password") {}

  ColumnValues auth_usernames;
  ColumnValues auth_passwords;
  ColumnValues domains;
  ColumnValues provision_usernames;
  ColumnValues provision_passwords;
};

struct PasswordHashes::Account {
  std::string_view username;
  std::string_view password;
  std::string_view realm;
};

void PasswordHashes::add(const Account& account) const {
  if (account.password.empty()) return;
  for (const digest::Algorithm algorithm :
       {digest::Algorithm::kMd5, digest::Algorithm::kSha256, digest::Algorithm::kSha512_256}) {
    const digest::HexHash hash = digest::ha1(algorithm, {account.username, account.password}, account.realm);
    beginnings_.push_back(hex_at_front(hash.text()));
  }
}

void PasswordHashes::add(const Columns& columns, const Subscriber& row) const {
  for (const std::string_view username : columns.auth_usernames.with(row.auth_username)) {
    for (const std::string_view password : columns.auth_passwords.with(row.auth_password)) {
      for (const std::string_view domain : columns.domains.with(row.domain)) add({username, password, domain});
    }
  }
  const std::string realm = DeviceAuthenticatorOptions().realm;
  for (const std::string_view username : columns.provision_usernames.with(row.provision_username)) {
    for (const std::string_view password : columns.provision_passwords.with(row.provision_password)) {
      add({username, password, realm});
    }
  }
}

void PasswordHashes::compute() const {
  const std::vector<Group>& fleet = plan_.scenario.fleet;
  for (std::size_t group = 0; group < fleet.size(); ++group) {
    if (!fleet[group].clones.empty()) continue;
    const Columns columns(plan_.scenario, fleet[group].name);
    for (const PlannedDevice& device : *fleet[group].devices) {
      add(columns, device_subscriber(plan_.scenario, group, device.index));
    }
  }
  std::sort(beginnings_.begin(), beginnings_.end());
}

bool PasswordHashes::is_one(std::uint64_t beginning) const {
  if (beginnings_.empty()) compute();
  return std::binary_search(beginnings_.begin(), beginnings_.end(), beginning);
}

bool PasswordHashes::is_in(std::string_view bytes) const {
  if (bytes.size() < kShortest) return false;
  std::uint64_t last = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    last = last << 8 | static_cast<unsigned char>(bytes[at]);
    if (at + 1 >= kBytes && is_one(last)) return true;
  }
  return false;
}

}  // namespace dialtone
