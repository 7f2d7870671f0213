// --lockout at the registrar: what counts, what a locked one is answered, and when that is over.
#include "protocol/digest/lockout.h"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/wanted.h"
#include "wire/sip/parser.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class RegistrarLockout : public CallAgentWorld {
 protected:
  RegistrarLockout() { options_.registrar.lockout.rule = LockoutRule{3, 10min}; }

  int status_from(Phone& phone, const std::string& bytes) {
    const std::size_t before = phone.received().size();
    phone.send(server_, bytes);
    run_for(0s);
    if (phone.received().size() != before + 1) return 0;
    const sip::Message answer = wanted(sip::parse_message(phone.received().back().bytes));
    if (answer.status() == 401) nonce_ = nonce_of(answer);
    return answer.status();
  }
  // Asks for a nonce, and answers with that password.
  int try_from(Phone& phone, const std::string& line, const std::string& password) {
    EXPECT_EQ(status_from(phone, register_bytes({.line = line})), 401) << "who has no credentials is challenged";
    return status_from(phone, register_bytes({.line = line, .password = password, .cseq = ++cseq_}, nonce_));
  }
  std::size_t locked() const { return events_.named("register.locked").size(); }

  Phone other_{world_, "other", IpAddress::v4(10, 0, 0, 43)};
  std::string nonce_;
  std::uint32_t cseq_ = 10;
};

TEST_F(RegistrarLockout, Answers403FromTheLastWrongSecretOnUntilTheTimeIsOver) {
  start();
  run_until(1min);
  EXPECT_EQ(try_from(phone_, "line1", "a"), 401);
  EXPECT_EQ(try_from(phone_, "line1", "b"), 401);
  run_until(2min);
  EXPECT_EQ(try_from(phone_, "line1", "c"), 401);
  EXPECT_EQ(locked(), 0U);
  EXPECT_EQ(try_from(phone_, "line1", "d"), 403);
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 403) << "the right one tells nothing";
  EXPECT_EQ(try_from(phone_, "line2", "secret-line2"), 200) << "another account";
  EXPECT_EQ(try_from(other_, "line1", "secret-line1"), 200) << "the owner, elsewhere";
  ASSERT_EQ(locked(), 2U);
  const RecordedEvents::Seen seen = events_.named("register.locked").front();
  EXPECT_EQ(seen.time, Moment(2min));
  EXPECT_EQ(seen.fields.at("aor"), "sip:line1@voip.example.net");
  EXPECT_EQ(seen.fields.at("peer"), "10.0.0.42:5060");
  EXPECT_EQ(seen.fields.at("status"), "403");
  EXPECT_EQ(seen.fields.at("reason"), "too many wrong secrets");
  EXPECT_EQ(events_.named("register.rejected").size(), 0U);
  run_until(12min - 1ns);
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 403);
  run_until(12min);
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200) << "what came meanwhile has prolonged nothing";
}

TEST_F(RegistrarLockout, AsksTheDatabaseNothingForWhoIsLocked) {
  start();
  for (const char* guess : {"a", "b", "c"}) try_from(phone_, "line1", guess);
  const int asked = store_.asked;
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 403);
  EXPECT_EQ(store_.asked, asked);
}

TEST_F(RegistrarLockout, IsTheSameForAnAccountThatDoesNotExist) {
  start();
  for (const std::string line : {"line1", "nobody"}) {
    for (const char* guess : {"a", "b", "c"}) EXPECT_EQ(try_from(phone_, line, guess), 401) << line;
    EXPECT_EQ(try_from(phone_, line, "d"), 403) << line;
  }
}

TEST_F(RegistrarLockout, CountsByTheUserWhateverAddressOfRecordIsAskedFor) {
  start();
  for (const char* line : {"line2", "line3", "nobody"}) {
    EXPECT_EQ(status_from(phone_, register_bytes({.line = line})), 401);
    EXPECT_EQ(status_from(phone_, register_bytes({.line = line, .username = "line1", .password = line}, nonce_)), 401);
  }
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 403);
}

TEST_F(RegistrarLockout, LocksAnAddressThatGuessesOverManyAccounts) {
  start();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(try_from(phone_, "line" + std::to_string(i), "0000"), 401) << i;
  EXPECT_EQ(try_from(phone_, "line99", "secret-line99"), 403);
  EXPECT_EQ(try_from(other_, "line99", "secret-line99"), 200);
  run_until(10min);
  EXPECT_EQ(try_from(phone_, "line99", "secret-line99"), 200);
}

// Whoever forges the source of a datagram does not see what is answered to it, so it has its nonces from elsewhere.
TEST_F(RegistrarLockout, LocksNobodyOutByAForgedSource) {
  start();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(status_from(other_, register_bytes({.line = "line1"})), 401);
    const std::string nonce_of_another = nonce_;
    const std::string guess = "guess-" + std::to_string(i);
    EXPECT_EQ(status_from(phone_, register_bytes({.line = "line1", .password = guess}, nonce_of_another)), 401);
  }
  EXPECT_EQ(events_.named("register.challenged").back().fields.at("reason"), "nonce not ours");
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
}

TEST_F(RegistrarLockout, LetsNobodyGuessFromOneAddressWithTheNoncesOfAnother) {
  start();
  EXPECT_EQ(status_from(other_, register_bytes({.line = "line1"})), 401);
  EXPECT_EQ(status_from(phone_, register_bytes({.line = "line1"}, nonce_)), 401) << "although the password is right";
  EXPECT_EQ(store_.asked, 0);
  EXPECT_EQ(status_from(phone_, register_bytes({.line = "line1", .cseq = 2}, nonce_)), 200) << "the nonce of that 401";
}

TEST_F(RegistrarLockout, CountsNeitherMissingNorStaleCredentials) {
  options_.registrar.nonce_lifetime = 20s;
  start();
  const std::string old = fetch_nonce();
  run_until(20s);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(status_from(phone_, register_bytes({.line = "line1"})), 401);
    const std::string guess = "guess-" + std::to_string(i);
    EXPECT_EQ(status_from(phone_, register_bytes({.line = "line1", .password = guess}, old)), 401);
  }
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
}

TEST_F(RegistrarLockout, CountsADatagramThatComesAgainOnce) {
  start();
  const std::string nonce = fetch_nonce();
  const std::string bytes = register_bytes({.line = "line1", .password = "a"}, nonce);
  for (int i = 0; i < 20; ++i) {
    std::string again = bytes;
    const std::string branch = "branch=z9hG4bK";
    again.replace(again.find(branch), branch.size(), branch + std::to_string(i) + "-");
    EXPECT_EQ(status_from(phone_, again), 401);
  }
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
}

// Its password was changed in the database, and nobody has told the phone.
TEST_F(RegistrarLockout, NeverLocksAPhoneWithAnOldPassword) {
  start();
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
  store_.passwords["line1"] = "new";
  for (int minute = 1; minute < 120; ++minute) {
    run_until(minute * 1min);
    ASSERT_EQ(try_from(phone_, "line1", "secret-line1"), 401) << minute;
  }
  EXPECT_EQ(try_from(phone_, "line1", "new"), 200) << "as soon as it has the new one";
  EXPECT_EQ(locked(), 0U);
}

TEST_F(RegistrarLockout, LeavesAnExemptNetworkAlone) {
  options_.registrar.lockout.exempt = {wanted(parse_cidr("10.0.0.42/32"))};
  start();
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(try_from(phone_, "line1", std::to_string(i)), 401);
    EXPECT_EQ(try_from(phone_, "line" + std::to_string(i), "0000"), 401);
  }
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
  for (const char* guess : {"a", "b", "c"}) try_from(other_, "line1", guess);
  EXPECT_EQ(try_from(other_, "line1", "secret-line1"), 403);
}

// Over connections, which do not wait for each other.
TEST_F(RegistrarLockout, CountsAlsoGuessesThatWaitedForTheDatabaseTogether) {
  start();
  std::vector<std::unique_ptr<Stream>> streams;
  HostConfig guesser{.name = "guesser", .addresses = {IpAddress::v4(10, 0, 0, 44)}};
  guesser.main = [&](Host& host) -> Task<void> {
    for (int i = 0; i < 6; ++i) streams.push_back(*co_await host.connect(server_, host.now() + 10s));
    co_await host.sleep(1h);
  };
  world_.power_on(world_.add_host(std::move(guesser)));
  run_for(1s);
  ASSERT_EQ(streams.size(), 6U);
  const auto send = [](Stream& stream, std::string bytes) {
    const std::string udp = "SIP/2.0/UDP";
    ASSERT_TRUE(stream.try_write(bytes.replace(bytes.find(udp), udp.size(), "SIP/2.0/TCP")));
  };
  const auto answer_of = [](Stream& stream) {
    std::array<char, 4096> bytes;
    return wanted(sip::parse_message({bytes.data(), wanted(wanted(stream.try_read(bytes)))}));
  };
  send(*streams[0], register_bytes({.line = "line1"}));
  run_for(1s);
  const std::string nonce = nonce_of(answer_of(*streams[0]));
  store_.locked = 6;
  for (std::size_t i = 0; i < 6; ++i) {
    // The fifth is right, and comes too late.
    const std::string password = i == 4 ? "secret-line1" : "guess-" + std::to_string(i);
    send(*streams[i], register_bytes({.line = "line1", .password = password}, nonce));
  }
  run_for(1s);
  std::vector<int> statuses;
  for (const std::unique_ptr<Stream>& stream : streams) statuses.push_back(answer_of(*stream).status());
  EXPECT_EQ(statuses, (std::vector<int>{401, 401, 401, 403, 403, 403}));
}

TEST_F(RegistrarLockout, ForgetsWithItsPower) {
  start();
  for (const char* guess : {"a", "b", "c"}) try_from(phone_, "line1", guess);
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 403);
  world_.power_cut(host_);
  run_for(1s);
  start();
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
}

TEST_F(RegistrarLockout, IsOffUnlessAsked) {
  options_.registrar.lockout.rule.reset();
  start();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(try_from(phone_, "line1", std::to_string(i)), 401);
  EXPECT_EQ(try_from(phone_, "line1", "secret-line1"), 200);
  EXPECT_EQ(status_from(other_, register_bytes({.line = "line1"})), 401);
  EXPECT_EQ(status_from(phone_, register_bytes({.line = "line1", .cseq = ++cseq_}, nonce_)), 200)
      << "a nonce is good at any address";
}

}  // namespace
}  // namespace dialtone
