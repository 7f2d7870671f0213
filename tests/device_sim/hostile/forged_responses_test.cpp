// Responses that none of the device's servers has sent have no effect.
#include <functional>

#include "tests/device_sim/hostile/hostile_port.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

class ForgedResponses : public HostilePort {
 protected:
  // Before each right answer, sends what `forge` makes of it.
  void forge_with(const std::function<std::string(const std::string& right)>& forge) {
    registrar_.script = [this, forge](const Request& request, sip::Message usual) {
      for (const int status : {200, 401, 403, 503}) {
        sip::Message wrong = ScriptedRegistrar::response(request, status);
        wrong.add("Contact", "<sip:x@10.9.9.9>;expires=7");
        stranger_.send(contact_, forge(sip::write(wrong)));
      }
      return std::optional(std::move(usual));
    };
  }
  // Expects that the device is registered as if there were no forged responses.
  void expect_no_effect() {
    start();
    run_until(3h);
    EXPECT_EQ(troubles(), 0U);
    EXPECT_EQ(events_.count("registration.challenged"), 1U);
    EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 1h);
    EXPECT_EQ(registrar_.times(), undisturbed());
  }
  static std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  }
};

// 10 26
TEST_F(ForgedResponses, WithAnotherBranchHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, "branch=z9hG4bK", "branch=z9hG4bK0"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, WithoutABranchHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, ";branch=", ";other="); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, WithAnotherCSeqHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, "CSeq: ", "CSeq: 9"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, ToAnotherMethodHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, " REGISTER\r\n", " OPTIONS\r\n"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, ToTheMethodInLowerCaseHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, " REGISTER\r\n", " register\r\n"); });
  expect_no_effect();
}

// 10 B12
TEST_F(ForgedResponses, WithASecondViaHaveNoEffect) {
  forge_with([](const std::string& right) {
    return replaced(right, "\r\nVia: ", "\r\nv: SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1\r\nVia: ");
  });
  expect_no_effect();
}

// 10 B12
TEST_F(ForgedResponses, WithASecondViaBehindTheFirstHaveNoEffect) {
  for (const std::string_view more : {"\r\nVia: SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1\r\nTo: ", "\r\nvia: x\r\nTo: "}) {
    struct Other : ForgedResponses {
      void TestBody() override {}
      void live(std::string_view more) {
        forge_with([more](const std::string& right) { return replaced(right, "\r\nTo: ", more); });
        expect_no_effect();
      }
    };
    Other().live(more);
  }
}

// 10 B12
TEST_F(ForgedResponses, WithAListOfViasHaveNoEffect) {
  forge_with([](const std::string& right) {
    return replaced(right, "\r\nFrom: ", ", SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1\r\nFrom: ");
  });
  expect_no_effect();
}

// RFC 3261 18.1.2.
// 10 26
TEST_F(ForgedResponses, ForWhatAnotherHasSentHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, "UDP 10.0.1.1:5060", "UDP 10.0.1.1:5061"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, AfterTheRightOneHaveNoEffect) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    world_.at(world_.now() + 10ms, [this, late = sip::write(ScriptedRegistrar::response(request, 403))] {
      for (int i = 0; i < 100; ++i) stranger_.send(contact_, late);
    });
    return std::optional(std::move(usual));
  };
  expect_no_effect();
}

}  // namespace
}  // namespace dialtone
