#include "tests/call_agent_sim/call_agent_world.h"

#include "tests/wanted.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/writer.h"

namespace dialtone {

std::optional<StoreFault> StoreOfLines::fault() {
  ++asked;
  if (gone) return StoreFault::kGone;
  if (locked == 0) return std::nullopt;
  --locked;
  return StoreFault::kLocked;
}

Result<AccountMatch, StoreFault> StoreOfLines::find_account(std::string_view asked_domain, std::string_view name) {
  if (const auto found = fault()) return *found;
  for (const Account& other : others) {
    if (other.domain == asked_domain && other.device_name == name) return AccountMatch(other);
  }
  if (asked_domain != domain || !name.starts_with("line")) return AccountMatch();
  const auto other = usernames.find(name);
  const std::string username = other == usernames.end() ? std::string(name) : other->second;
  const auto changed = passwords.find(name);
  const std::string password = changed == passwords.end() ? "secret-" + std::string(name) : changed->second;
  return AccountMatch(Account{domain, std::string(name), username, password});
}

Result<AccountMatch, StoreFault> StoreOfLines::find_account_by_username(std::string_view asked_domain,
                                                                        std::string_view username) {
  for (const auto& [line, name] : usernames) {
    if (name == username) return find_account(asked_domain, line);
  }
  return find_account(asked_domain, usernames.contains(username) ? "" : username);
}

Result<NamedAccount, StoreFault> StoreOfLines::find_account_by_device_name(std::string_view name,
                                                                           std::string_view first_domain,
                                                                           std::string_view second_domain) {
  for (const std::string_view each : {first_domain, second_domain}) {
    auto account = find_account(each, name);
    if (!account) return account.error();
    if (*account) return NamedAccount{*std::move(account)};
  }
  auto own = find_account(domain, name);
  if (!own) return own.error();
  NamedAccount named{*std::move(own)};
  for (const Account& other : others) {
    if (other.device_name != name) continue;
    if (named.account) return NamedAccount{AccountMatch(), true};
    named.account = other;
  }
  return named;
}

Result<std::vector<AccountMatch>, StoreFault> StoreOfLines::find_accounts_by_username(std::string_view username) {
  const auto own = find_account_by_username(domain, username);
  if (!own) return own.error();
  std::vector<AccountMatch> accounts;
  if (*own) accounts.push_back(**own);
  for (const Account& other : others) {
    if (other.auth_username == username && accounts.size() < kMostSharingAUsername) accounts.push_back(other);
  }
  return accounts;
}

void RecordedEvents::record(const RecordedEvent& event) {
  Seen seen{event.time, std::string(event.host), std::string(event.name), {}};
  for (const Field& field : event.fields) {
    seen.fields[std::string(field.key)] =
        field.kind == Field::Kind::kText ? std::string(field.text) : std::to_string(field.integer);
  }
  all_.push_back(std::move(seen));
}

std::vector<RecordedEvents::Seen> RecordedEvents::named(std::string_view name) const {
  std::vector<Seen> found;
  for (const Seen& seen : all_) {
    if (seen.name == name) found.push_back(seen);
  }
  return found;
}

Phone::Phone(VirtualWorld& world, std::string name, IpAddress address) : local_{address, 5060} {
  HostConfig config;
  config.name = std::move(name);
  config.addresses = {address};
  config.main = [this](Host& host) { return live(host); };
  world.power_on(world.add_host(std::move(config)));
  world.run(world.now());
}

Task<void> Phone::live(Host& host) {
  Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp(local_);
  if (!socket) co_return;
  socket_ = std::move(*socket);
  // A sleep without end, so that the world does not fall idle.
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket_->receive(host.now() + std::chrono::hours(1'000'000));
    if (datagram) received_.push_back(std::move(*datagram));
  }
}

CallAgentWorld::CallAgentWorld()
    : world_({.seed = 1, .recorder = &events_}),
      host_(world_.add_host(config_of_host())),
      phone_(world_, "phone", IpAddress::v4(10, 0, 0, 42)) {}

HostConfig CallAgentWorld::config_of_host() {
  HostConfig config;
  config.name = "call_agent";
  config.addresses = {server_.address};
  config.main = [this](Host& host) { return main_ != nullptr ? main_(host) : agent_->run(host); };
  return config;
}

void CallAgentWorld::start() {
  agent_ = std::make_unique<CallAgent>(options_, store_, script_);
  world_.power_on(host_);
  run_for(Duration::zero());
}

std::optional<sip::Message> CallAgentWorld::ask(const std::string& bytes) {
  const std::size_t before = phone_.received().size();
  phone_.send(server_, bytes);
  run_for(Duration::zero());
  if (phone_.received().size() == before) return std::nullopt;
  EXPECT_EQ(phone_.received().size(), before + 1);
  Result<sip::Message> answer = sip::parse_message(phone_.received().back().bytes);
  EXPECT_TRUE(answer) << phone_.received().back().bytes;
  return wanted(std::move(answer));
}

std::string CallAgentWorld::register_bytes(const RegisterParts& parts, std::string_view nonce) {
  const std::string address = "<sip:" + parts.line + "@" + parts.domain + ">";
  std::string text = "REGISTER " + parts.uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.42:5060;branch=z9hG4bK" +
                     std::to_string(next_branch_++) + (parts.rport ? ";rport" : "") + "\r\nFrom: " + address +
                     ";tag=1\r\nTo: " + address + "\r\nCall-ID: " + parts.call_id +
                     "\r\nCSeq: " + std::to_string(parts.cseq) + " REGISTER\r\n";
  for (const std::string& contact : parts.contacts) text += "Contact: " + contact + "\r\n";
  for (const std::string& header : parts.headers) text += header + "\r\n";
  if (!nonce.empty()) {
    digest::Challenge challenge;
    challenge.realm = options_.registrar.realm.empty() ? parts.domain : options_.registrar.realm;
    challenge.nonce = nonce;
    const std::string username = parts.username.empty() ? parts.line : parts.username;
    const std::string password = parts.password.empty() ? "secret-" + username : parts.password;
    text += "Authorization: " +
            digest::to_text(*digest::answer(challenge, {username, password}, "REGISTER", parts.uri, "cnonce",
                                            ++uses_[std::string(nonce)])) +
            "\r\n";
  }
  return text + "Content-Length: 0\r\n\r\n";
}

std::string CallAgentWorld::fetch_nonce(const RegisterParts& parts) {
  const std::optional<sip::Message> answer = ask(register_bytes(parts));
  if (!answer || answer->status() != 401) return "no challenge";
  return nonce_of(*answer);
}

void CallAgentWorld::turn_until_asked(const TcpPhone& phone) {
  using namespace std::chrono_literals;
  const Moment limit = world_.now() + 61s;
  while (phone.received().empty() && world_.now() < limit) run_for(10ms);
  ASSERT_FALSE(phone.received().empty()) << "nothing came";
}

sip::Message CallAgentWorld::last_request() const {
  Result<sip::Message> request = sip::parse_message(phone_.received().back().bytes);
  EXPECT_TRUE(request && request->is_request());
  return request ? *std::move(request) : sip::Message();
}

std::string CallAgentWorld::answer_bytes(const sip::Message& request, int status) {
  return sip::write(sip::response_to(request, status, "device", Endpoint{IpAddress::v4(10, 0, 0, 1), 5060}));
}

std::string CallAgentWorld::nonce_of(const sip::Message& challenged) {
  return digest::parse_challenge(challenge_of(challenged))->nonce;
}

sip::Message CallAgentWorld::enroll(const RegisterParts& parts) {
  const std::string nonce = fetch_nonce(parts);
  RegisterParts second = parts;
  ++second.cseq;
  return ask(register_bytes(second, nonce)).value_or(sip::Message());
}

std::vector<std::string> CallAgentWorld::contacts_of(const sip::Message& answer) {
  std::vector<std::string> contacts;
  for (std::size_t i = 0; i < answer.header_count(); ++i) {
    const sip::Header header = answer.header(i);
    if (header.name == sip::HeaderName::kContact) contacts.emplace_back(header.value);
  }
  return contacts;
}

std::string CallAgentWorld::challenge_of(const sip::Message& answer) {
  return std::string(answer.first(sip::HeaderName::kWwwAuthenticate).value_or(""));
}

}  // namespace dialtone
