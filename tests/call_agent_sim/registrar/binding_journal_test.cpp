#include "call_agent_sim/registrar/binding_journal.h"

#include <chrono>
#include <span>
#include <utility>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/call_agent_sim/service/tcp_phone.h"
#include "tests/wanted.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

constexpr const char* kFile = "bindings";

class KeptBindings : public CallAgentWorld {
 protected:
  KeptBindings() { options_.keep_bindings = kFile; }

  void start_and_wait() {
    start();
    run_for(100ms);
  }
  void restart_after(Duration off) {
    world_.power_cut(host_);
    run_for(off);
    start_and_wait();
  }
  // As CallAgentWorld::enroll, for a flash that takes time before the 200.
  int enroll(const RegisterParts& parts) {
    const std::string nonce = fetch_nonce(parts);
    RegisterParts second = parts;
    ++second.cseq;
    const std::size_t before = phone_.received().size();
    phone_.send(server_, register_bytes(second, nonce));
    run_for(100ms);
    if (phone_.received().size() == before) return 0;
    return std::stoi(phone_.received().back().bytes.substr(8, 3));
  }
  // Returns the contacts in the answer to a query.
  Texts contacts(const std::string& line = "line1") {
    const std::string nonce = fetch_nonce({.line = line, .call_id = "query"});
    const auto answer = ask(register_bytes({.line = line, .call_id = "query", .cseq = 2, .contacts = {}}, nonce));
    return answer ? contacts_of(*answer) : Texts{"no answer"};
  }
  std::string file() { return *host_.flash().read(kFile); }
  void put_file(const std::string& bytes) {
    if (host_.powered()) world_.power_cut(host_);
    main_ = [&bytes](Host& host) -> Task<void> { static_cast<void>(co_await host.flash().write(kFile, bytes)); };
    world_.power_on(host_);
    run_for(1s);
    main_ = nullptr;
  }
};

TEST_F(KeptBindings, SurviveAPowerCut) {
  start_and_wait();
  EXPECT_EQ(enroll({.contacts = {"<sip:b@10.0.0.42>;q=0.5", "<sip:a@10.0.0.42>"}}), 200);
  EXPECT_EQ(enroll({.line = "line2", .call_id = "2", .contacts = {"<sip:line2@10.0.0.42>"}}), 200);
  EXPECT_EQ(enroll({.line = "line2", .call_id = "2", .cseq = 5, .contacts = {"*"}, .headers = {"Expires: 0"}}), 200);
  const Moment off = world_.now();
  restart_after(60s);
  EXPECT_EQ(events_.named("binding.restored").size(), 2U);
  EXPECT_GT(world_.now() - off, 60s);
  EXPECT_EQ(contacts(), (Texts{"<sip:b@10.0.0.42>;expires=3539;q=0.500", "<sip:a@10.0.0.42>;expires=3539"}));
  EXPECT_EQ(contacts("line2"), Texts{});
}

// The host's flash, except that an append may fail after half of its bytes, and a write may fail.
struct TiredFlash : Flash {
  Result<std::string, FlashError> read(std::string_view file) override { return under->read(file); }
  Result<std::size_t, FlashError> read_range(std::string_view file, std::uint64_t offset,
                                             std::span<char> into) override {
    return under->read_range(file, offset, into);
  }
  Result<std::uint64_t, FlashError> size(std::string_view file) override { return under->size(file); }
  Task<Result<void, FlashError>> write_range(std::string file, std::uint64_t offset, FileBytes bytes) override {
    return under->write_range(std::move(file), offset, std::move(bytes));
  }
  Task<Result<void, FlashError>> write(std::string file, std::string_view bytes) override {
    if (failing_writes > 0) {
      --failing_writes;
      co_return FlashError::kFailed;
    }
    co_return co_await under->write(std::move(file), bytes);
  }
  Task<Result<void, FlashError>> append(std::string file, std::string_view bytes) override {
    if (failing_appends == 0) co_return co_await under->append(std::move(file), bytes);
    --failing_appends;
    const std::string half(bytes.substr(0, bytes.size() / 2));
    static_cast<void>(co_await under->append(std::move(file), half));
    co_return FlashError::kFailed;
  }
  Result<void, FlashError> rename(std::string_view file, const std::string& to) override {
    return under->rename(file, to);
  }
  Result<void, FlashError> remove(std::string_view file) override { return under->remove(file); }

  Flash* under = nullptr;
  int failing_appends = 0;
  int failing_writes = 0;
};

class BindingsOnTiredFlash : public KeptBindings {
 protected:
  BindingsOnTiredFlash() {
    main_ = [this](Host& host) -> Task<void> {
      flash_.under = &host.flash();
      co_await agent_->run(host, &flash_);
    };
  }
  void enroll_lines(int first, int last) {
    for (int i = first; i <= last; ++i) {
      const std::string number = std::to_string(i);
      EXPECT_EQ(enroll({.line = "line" + number, .call_id = number, .contacts = {"<sip:x@10.0.0.42>"}}), 200);
    }
  }

  TiredFlash flash_;
};

TEST_F(BindingsOnTiredFlash, AreAllRestoredAfterAnAppendThatFailedHalfWay) {
  start_and_wait();
  enroll_lines(1, 1);
  flash_.failing_appends = 1;
  enroll_lines(2, 12);
  EXPECT_EQ(events_.named("bindings.not_kept").size(), 1U);
  restart_after(1s);
  EXPECT_EQ(events_.named("binding.restored").size(), 12U);
}

TEST_F(BindingsOnTiredFlash, AreAllRestoredWhereTheNewFileFailedTooAndWasTriedAgain) {
  start_and_wait();
  enroll_lines(1, 1);
  flash_.failing_appends = 1;
  flash_.failing_writes = 1;
  enroll_lines(2, 6);
  EXPECT_EQ(events_.named("bindings.not_kept").size(), 1U);
  run_for(1500ms);
  enroll_lines(7, 7);
  restart_after(1s);
  EXPECT_EQ(events_.named("binding.restored").size(), 7U);
}

// Equivalent URIs are one contact (RFC 3261 19.1.4): the earlier spelling is removed from the file.
TEST_F(KeptBindings, AreRestoredOnceWhereARefreshWroteTheContactAnotherWay) {
  start_and_wait();
  EXPECT_EQ(enroll({.contacts = {"<sip:line1@Phone.example.net>"}}), 200);
  EXPECT_EQ(enroll({.cseq = 3, .contacts = {"<sip:line1@phone.EXAMPLE.net>"}}), 200);
  restart_after(1s);
  EXPECT_EQ(events_.named("binding.restored").size(), 1U);
  EXPECT_EQ(contacts().size(), 1U);
}

TEST_F(KeptBindings, ExpireAtTheStartWhereTheirTimePassedWhileOff) {
  start_and_wait();
  EXPECT_EQ(enroll({.headers = {"Expires: 60"}}), 200);
  restart_after(61s);
  EXPECT_EQ(events_.named("binding.expired").size(), 1U);
  EXPECT_EQ(contacts(), Texts{});
  restart_after(1s);
  EXPECT_EQ(events_.named("binding.expired").size(), 1U);
}

TEST_F(KeptBindings, KeepTheOrderOfTheirRequests) {
  start_and_wait();
  EXPECT_EQ(enroll({.cseq = 10}), 200);
  restart_after(1s);
  EXPECT_EQ(enroll({.cseq = 5}), 500);
  EXPECT_EQ(enroll({.cseq = 20}), 200);
}

TEST_F(KeptBindings, AreInTheFileBeforeTheAnswerGoesOut) {
  start_and_wait();
  const std::string nonce = fetch_nonce();
  const std::string bytes = register_bytes({.cseq = 2}, nonce);
  const Moment asked = world_.now();
  phone_.send(server_, bytes);
  const std::size_t before = phone_.received().size();
  while (phone_.received().size() == before && world_.now() < asked + 1s) run_for(1us);
  EXPECT_GT(world_.now(), asked + 100us);
  EXPECT_NE(file().find("sip:line1@10.0.0.42:5060"), std::string::npos);
  restart_after(1s);
  EXPECT_EQ(contacts().size(), 1U);
}

TEST_F(KeptBindings, SurviveAPowerCutAtAnyMoment) {
  for (Duration cut = 0us; cut < 400us; cut += 7us) {
    start_and_wait();
    const std::string call_id = "call" + std::to_string(cut.count());
    ASSERT_EQ(enroll({.call_id = call_id}), 200);
    const std::string nonce = fetch_nonce();
    phone_.send(server_, register_bytes({.call_id = call_id, .cseq = 3, .contacts = {"<sip:new@10.0.0.42>"}}, nonce));
    run_for(cut);
    world_.power_cut(host_);
    run_for(1s);
    start_and_wait();
    const Texts kept = contacts();
    ASSERT_GE(kept.size(), 1U) << cut.count();
    EXPECT_TRUE(kept[0].starts_with("<sip:line1@10.0.0.42:5060>")) << cut.count();
    ASSERT_EQ(enroll({.call_id = call_id, .cseq = 9, .contacts = {"*"}, .headers = {"Expires: 0"}}), 200);
    world_.power_cut(host_);
    run_for(1s);
  }
}

TEST_F(KeptBindings, LoseOnlyTheDamagedTailOfTheFile) {
  start_and_wait();
  EXPECT_EQ(enroll({}), 200);
  EXPECT_EQ(enroll({.line = "line2", .call_id = "2", .contacts = {"<sip:line2@10.0.0.42>"}}), 200);
  std::string damaged = file();
  damaged[damaged.size() - 5] ^= 1;
  put_file(damaged);
  start_and_wait();
  EXPECT_EQ(contacts().size(), 1U);
  EXPECT_EQ(contacts("line2").size(), 0U);
  EXPECT_EQ(enroll({.line = "line3", .call_id = "3", .contacts = {"<sip:line3@10.0.0.42>"}}), 200);
  restart_after(1s);
  EXPECT_EQ(contacts().size(), 1U);
  EXPECT_EQ(contacts("line3").size(), 1U);
}

TEST_F(KeptBindings, DoNotTouchAFileThatIsSomethingElse) {
  put_file("root:x:0:0:root:/root:/bin/bash\n");
  start_and_wait();
  EXPECT_FALSE(host_.powered());
  EXPECT_EQ(agent_->failure(), "--keep-bindings bindings not a file of bindings; name another file");
  EXPECT_EQ(file(), "root:x:0:0:root:/root:/bin/bash\n");
}

TEST_F(KeptBindings, AreWrittenAnewWhenTheFileHasGrown) {
  start_and_wait();
  std::size_t largest = 0;
  const std::string contact = "<sip:line1@10.0.0.42:5060;x=" + std::string(900, 'x') + ">";
  for (std::uint32_t i = 0; i < 700; ++i) {
    ASSERT_EQ(enroll({.cseq = 2 * i + 1, .contacts = {contact}}), 200);
    largest = std::max(largest, file().size());
  }
  EXPECT_GT(largest, BindingJournal::kSmallBytes - 2000);
  EXPECT_LT(file().size(), BindingJournal::kSmallBytes);
  EXPECT_FALSE(host_.flash().read("bindings.new"));
  restart_after(1s);
  EXPECT_EQ(contacts().size(), 1U);
}

TEST_F(KeptBindings, AreForgottenInTheFileToo) {
  start_and_wait();
  EXPECT_EQ(enroll({}), 200);
  agent_->forget_bindings();
  EXPECT_EQ(events_.named("binding.removed").size(), 1U);
  run_for(1s);
  EXPECT_EQ(contacts(), Texts{});
  restart_after(1s);
  EXPECT_EQ(contacts(), Texts{});
}

TEST_F(KeptBindings, AreAskedOverTheirOldFlow) {
  start_and_wait();
  EXPECT_EQ(enroll({}), 200);
  restart_after(1s);
  agent_->notify_all("check-sync");
  run_for(0s);
  EXPECT_EQ(last_request().method(), sip::Method::kNotify);
}

TEST_F(KeptBindings, HaveNoFlowAnyMoreWhereTheyHadAConnection) {
  start_and_wait();
  TcpPhone phone(world_, "tcp-phone", IpAddress::v4(10, 0, 0, 50), server_);
  phone.send(register_bytes({}));
  run_for(1ms);
  phone.send(register_bytes({.cseq = 2}, nonce_of(wanted(phone.take_message()))));
  run_for(100ms);
  EXPECT_EQ(wanted(phone.take_message()).status(), 200);
  restart_after(1s);
  agent_->notify_all("check-sync");
  run_for(1ms);
  EXPECT_EQ(events_.named("notify.failed").at(0).fields.at("reason"), "connection gone");
}

}  // namespace
}  // namespace dialtone
