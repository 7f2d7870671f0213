#include "tests/same_work/attempts.h"
#include "tests/same_work/fleet_database.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {
namespace {

// For each part of a document, the place of its subscriber.
struct Claimed {
  std::string name;
  Place serial_number;
  Place mac_address;
  Place customer_number;
};

// The answers to these must not differ: the first is unknown in every part.
const std::vector<Claimed> kMismatches = {
    {"unknown", Place::kUnknown, Place::kUnknown, Place::kUnknown},
    {"serial number known", Place::kDigest, Place::kUnknown, Place::kDigest},
    {"MAC address known", Place::kUnknown, Place::kDigest, Place::kDigest},
    {"of two devices", Place::kDigest, Place::kFarFromHere, Place::kDigest},
    {"another customer", Place::kDigest, Place::kDigest, Place::kUnknown},
    {"disabled", Place::kDisabled, Place::kDisabled, Place::kDisabled},
    {"in conflict", Place::kInConflict, Place::kInConflict, Place::kInConflict},
    {"behind all", Place::kBehindAll, Place::kBehindAll, Place::kBehindAll},
};
const Claimed kOfDigest = {"known, digest", Place::kDigest, Place::kDigest, Place::kDigest};
const Claimed kOfBasic = {"known, basic", Place::kBasic, Place::kBasic, Place::kBasic};
const Claimed kOfNone = {"known, none", Place::kOpen, Place::kOpen, Place::kOpen};

std::string request_of(std::uint64_t block, const Claimed& claimed, const std::string& authorization) {
  provisioning::ProvisionRequest document;
  document.product_description = "ATA-2";
  document.serial_number = subscriber_at(block, claimed.serial_number).serial_number;
  document.mac_address = subscriber_at(block, claimed.mac_address).mac_address;
  document.customer_number = subscriber_at(block, claimed.customer_number).customer_number;
  document.ip_address = IpAddress::v4(10, 0, 1, 1);
  const std::string body = provisioning::write_provision_request(document);
  return "GET /provision HTTP/1.1\r\nHost: prov\r\n" + authorization +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string basic(std::uint64_t block, Place user, bool right) {
  const Subscriber whose = subscriber_at(block, user);
  const std::string password = right ? whose.provision_password : "0123456789abcdef";
  const std::string username = "user" + whose.customer_number;
  return "Authorization: " + http::to_text(http::BasicCredentials{username, password}) + "\r\n";
}

std::string digested(std::uint64_t block, Place user, bool right, digest::Algorithm algorithm, const std::string& nonce,
                     std::uint32_t count) {
  const Subscriber whose = subscriber_at(block, user);
  const std::string password = right ? whose.provision_password : "0123456789abcdef";
  digest::Challenge challenge;
  challenge.realm = "provisioning";
  challenge.nonce = nonce;
  challenge.algorithm = algorithm;
  const std::string username = "user" + whose.customer_number;
  const auto credentials = digest::answer(challenge, {username, password}, "GET", "/provision", "0a4f113b", count);
  return "Authorization: " + digest::to_text(*credentials) + "\r\n";
}

Attempt without_credentials(const Claimed& claimed) {
  return {claimed.name,
          [=](std::uint64_t block, const std::string&, std::uint32_t) { return request_of(block, claimed, ""); }};
}

Attempt with_basic(const Claimed& claimed, const std::string& user, Place place, bool right) {
  return {claimed.name + ", " + user, [=](std::uint64_t block, const std::string&, std::uint32_t) {
            return request_of(block, claimed, basic(block, place, right));
          }};
}

Attempt with_digest(const Claimed& claimed, const std::string& user, Place place, bool right,
                    digest::Algorithm algorithm) {
  return {claimed.name + ", " + user, [=](std::uint64_t block, const std::string& nonce, std::uint32_t count) {
            return request_of(block, claimed, digested(block, place, right, algorithm, nonce, count));
          }};
}

AttemptGroup http_group_without_credentials() {
  AttemptGroup group{.name = "HTTP, no credentials", .answer = "HTTP/1.1 401", .attempts = {}};
  for (const Claimed& claimed : kMismatches) group.attempts.push_back(without_credentials(claimed));
  for (const Claimed& claimed : {kOfDigest, kOfBasic}) group.attempts.push_back(without_credentials(claimed));
  return group;
}

AttemptGroup group_of_nobody_authenticates() {
  AttemptGroup group{
      .name = "HTTP, nobody authenticates", .answer = "HTTP/1.1 403", .authenticates = false, .attempts = {}};
  for (const Claimed& claimed : kMismatches) group.attempts.push_back(without_credentials(claimed));
  return group;
}

AttemptGroup group_of_wrong_basic() {
  AttemptGroup group{.name = "HTTP, Basic, wrong password", .answer = "HTTP/1.1 401", .attempts = {}};
  for (const Claimed& claimed : kMismatches) {
    group.attempts.push_back(with_basic(claimed, "unknown user", Place::kUnknown, false));
  }
  for (const Claimed& claimed : {kMismatches[0], kMismatches[4], kOfBasic, kOfDigest}) {
    group.attempts.push_back(with_basic(claimed, "known user", Place::kBasic, false));
    group.attempts.push_back(with_basic(claimed, "a user of digest", Place::kDigest, false));
  }
  group.attempts.push_back(with_basic(kOfBasic, "unknown user", Place::kUnknown, false));
  group.attempts.push_back(with_basic(kOfBasic, "a user behind all", Place::kBehindAll, false));
  group.attempts.push_back(with_basic(kOfBasic, "a thousand's user", Place::kShared, false));
  group.attempts.back().is_only_counted = true;
  return group;
}

AttemptGroup group_of_wrong_digest(digest::Algorithm algorithm) {
  AttemptGroup group{.name = "HTTP, Digest, wrong password, " + std::string(digest::name_of(algorithm)),
                     .answer = "HTTP/1.1 401",
                     .algorithm = algorithm,
                     .attempts = {}};
  for (const Claimed& claimed : {kMismatches[0], kMismatches[6], kOfDigest, kOfBasic}) {
    group.attempts.push_back(with_digest(claimed, "unknown user", Place::kUnknown, false, algorithm));
    group.attempts.push_back(with_digest(claimed, "known user", Place::kDigest, false, algorithm));
    group.attempts.push_back(with_digest(claimed, "a user behind all", Place::kBehindAll, false, algorithm));
    group.attempts.push_back(with_digest(claimed, "a thousand's of Basic", Place::kShared, false, algorithm));
    group.attempts.back().is_only_counted = true;
  }
  return group;
}

AttemptGroup http_group_of_anothers(digest::Algorithm algorithm) {
  AttemptGroup group{.name = "HTTP, another's credentials, " + std::string(digest::name_of(algorithm)),
                     .answer = "HTTP/1.1 403",
                     .algorithm = algorithm,
                     .attempts = {}};
  for (const Claimed& claimed : kMismatches) {
    group.attempts.push_back(with_digest(claimed, "another's", Place::kAnother, true, algorithm));
  }
  for (const Claimed& claimed : {kOfDigest, kOfBasic, kOfNone}) {
    group.attempts.push_back(with_digest(claimed, "another's", Place::kAnother, true, algorithm));
  }
  group.attempts.back().needs_no_proof = true;
  return group;
}

}  // namespace

std::vector<AttemptGroup> http_attempts() {
  using digest::Algorithm;
  return {http_group_without_credentials(),
          group_of_nobody_authenticates(),
          group_of_wrong_basic(),
          group_of_wrong_digest(Algorithm::kMd5),
          group_of_wrong_digest(Algorithm::kSha256),
          group_of_wrong_digest(Algorithm::kSha512_256Sess),
          http_group_of_anothers(Algorithm::kMd5)};
}

}  // namespace dialtone
