#include "tests/same_work/attempts.h"
#include "tests/same_work/fleet_database.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

// Makes an attempt from the subscriber whose address of record is registered and the one whose name and password are
// used.
Attempt attempt_of(std::string name, Place registers, Place user, bool right, digest::Algorithm algorithm,
                   bool has_credentials = true, const std::string& domain = "voip.example.net") {
  return {std::move(name), [=](std::uint64_t block, const std::string& nonce, std::uint32_t count) {
            const std::string line = subscriber_at(block, registers).device_name;
            const Subscriber whose = subscriber_at(block, user);
            const std::string number = std::to_string(1'000'000 + count);
            std::string text = "REGISTER sip:" + domain + " SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.1.1:5060;branch=z9hG4bK" +
                               nonce.substr(16, 16) + number + ";rport\r\nFrom: <sip:" + line + "@" + domain +
                               ">;tag=1\r\nTo: <sip:" + line + "@" + domain + ">\r\nCall-ID: 1" + number +
                               "\r\nCSeq: " + number + " REGISTER\r\nContact: <sip:" + line +
                               "@10.0.1.1:5060>\r\nExpires: 3600\r\n";
            if (has_credentials) {
              digest::Challenge challenge;
              challenge.realm = domain;
              challenge.nonce = nonce;
              challenge.algorithm = algorithm;
              const std::string password = right ? whose.auth_password : "0123456789abcdef";
              const auto credentials = digest::answer(challenge, {whose.auth_username, password}, "REGISTER",
                                                      "sip:" + domain, "cnonce", count);
              text += "Authorization: " + digest::to_text(*credentials) + "\r\n";
            }
            return text + "Content-Length: 0\r\n\r\n";
          }};
}

AttemptGroup sip_group_without_credentials() {
  const auto tried = [](std::string name, Place registers) {
    return attempt_of(std::move(name), registers, registers, false, digest::Algorithm::kMd5, false);
  };
  return {.name = "SIP, no credentials",
          .answer = "SIP/2.0 401",
          .is_sip = true,
          .attempts = {tried("unknown", Place::kUnknown), tried("known", Place::kDigest),
                       tried("disabled", Place::kDisabled)}};
}

AttemptGroup group_of_wrong_passwords(digest::Algorithm algorithm) {
  const auto tried = [&](std::string name, Place registers, Place user) {
    return attempt_of(std::move(name), registers, user, false, algorithm);
  };
  const auto counted = [&](std::string name, Place registers, Place user) {
    Attempt attempt = tried(std::move(name), registers, user);
    attempt.is_only_counted = true;
    return attempt;
  };
  return {.name = "SIP, wrong password, " + std::string(digest::name_of(algorithm)),
          .answer = "SIP/2.0 401",
          .is_sip = true,
          .algorithm = algorithm,
          .attempts = {tried("unknown, unknown user", Place::kUnknown, Place::kUnknown),
                       tried("known, its user", Place::kDigest, Place::kDigest),
                       tried("known, unknown user", Place::kDigest, Place::kUnknown),
                       tried("known, another's user", Place::kDigest, Place::kAnother),
                       tried("unknown, a known user", Place::kUnknown, Place::kDigest),
                       tried("disabled, its user", Place::kDisabled, Place::kDisabled),
                       counted("of other domains", Place::kShared, Place::kShared),
                       counted("known, a user of other domains", Place::kDigest, Place::kShared),
                       tried("behind all", Place::kBehindAll, Place::kBehindAll)}};
}

AttemptGroup sip_group_of_anothers(digest::Algorithm algorithm) {
  const auto tried = [&](std::string name, Place registers) {
    return attempt_of(std::move(name), registers, Place::kAnother, true, algorithm);
  };
  return {.name = "SIP, another's credentials, " + std::string(digest::name_of(algorithm)),
          .answer = "SIP/2.0 403",
          .is_sip = true,
          .algorithm = algorithm,
          .attempts = {tried("unknown", Place::kUnknown), tried("known", Place::kDigest),
                       tried("disabled", Place::kDisabled), tried("behind all", Place::kBehindAll)}};
}

// The request names no domain: the account is found by its name.
AttemptGroup group_at_own_address() {
  const auto tried = [&](std::string name, Place registers, Place user) {
    return attempt_of(std::move(name), registers, user, false, digest::Algorithm::kMd5, true, "10.0.0.2");
  };
  return {.name = "SIP, own address, wrong password",
          .answer = "SIP/2.0 401",
          .is_sip = true,
          .attempts = {tried("unknown, unknown user", Place::kUnknown, Place::kUnknown),
                       tried("known, its user", Place::kDigest, Place::kDigest),
                       tried("known, unknown user", Place::kDigest, Place::kUnknown),
                       tried("known, another's user", Place::kDigest, Place::kAnother),
                       tried("unknown, a known user", Place::kUnknown, Place::kDigest),
                       tried("disabled, its user", Place::kDisabled, Place::kDisabled),
                       tried("of a thousand domains", Place::kShared, Place::kShared),
                       tried("known, a user of a thousand domains", Place::kDigest, Place::kShared),
                       tried("behind all", Place::kBehindAll, Place::kBehindAll)}};
}

}  // namespace

std::vector<AttemptGroup> sip_attempts() {
  using digest::Algorithm;
  return {sip_group_without_credentials(),
          group_of_wrong_passwords(Algorithm::kMd5),
          group_of_wrong_passwords(Algorithm::kSha256),
          group_of_wrong_passwords(Algorithm::kSha512_256Sess),
          sip_group_of_anothers(Algorithm::kMd5),
          group_at_own_address()};
}

std::vector<AttemptGroup> all_attempts() {
  std::vector<AttemptGroup> all = http_attempts();
  for (AttemptGroup& group : sip_attempts()) all.push_back(std::move(group));
  return all;
}

std::string ask(Stage& stage, const AttemptGroup& group, const std::string& request) {
  return group.is_sip ? stage.ask_sip(request) : stage.ask_http(request);
}

std::string fetch_nonce(Stage& stage, const AttemptGroup& group) {
  const AttemptGroup asks_nothing = group.is_sip ? sip_group_without_credentials() : http_attempts().front();
  const std::string any_nonce(48, '0');
  const std::string answer = ask(stage, group, asks_nothing.attempts.front().request(0, any_nonce, 999'999));
  constexpr std::string_view kNonce = "nonce=\"";
  const std::size_t at = answer.find(kNonce);
  if (at == std::string::npos) return any_nonce;
  const std::size_t from = at + kNonce.size();
  return answer.substr(from, answer.find('"', from) - from);
}

}  // namespace dialtone
