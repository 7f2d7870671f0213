// For how long a device considers itself registered, whatever else a 200 lists besides its own contact (RFC 3261
// 10.2.4).
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {
namespace {

const std::string kOwn = "<sip:line100042@10.0.1.1:5060>";

class Grants : public Registering {
 protected:
  // Sets the registrar's answer to each REGISTER.
  void answer(Headers headers) {
    registrar_.script = [headers = std::move(headers)](const Request& request, const sip::Message&) {
      sip::Message answer = ScriptedRegistrar::response(request, 200);
      for (const auto& [name, value] : headers) answer.add(name, value);
      return std::optional(std::move(answer));
    };
  }
  void list(std::string contacts) { answer({{"Contact", std::move(contacts)}}); }
  void register_now() {
    start();
    run_for(kBootTime + 1s);
    ASSERT_EQ(events_.count("registration.accepted"), 1U);
  }
  Duration granted() const { return Duration(events_.named("registration.accepted").at(0).number("expires")); }
  std::size_t unmatched() const { return events_.count("contact.unmatched"); }

  static Duration granted_by(const std::string& contacts) {
    struct Other : Grants {
      void TestBody() override {}
      Duration live(const std::string& contacts) {
        list(contacts);
        register_now();
        EXPECT_EQ(unmatched(), 0U) << contacts;
        return granted();
      }
    };
    return Other().live(contacts);
  }
};

// --- next to unreadable contacts ---

const std::vector<std::string>& unreadable() {
  static const std::vector<std::string> all = {
      "<sip:a@10.0.0.9>;app-imei=;",
      "<sip:a@10.0.0.9>;q=0.5000",
      "<sip:a@10.0.0.9>;q=2",
      "<sip:a@10.0.0.9>;q=high",
      "<sip:a@[fe80::1%wlan0]:5060>",
      "<sip:a@[fe80::1]",
      "<sip:a@[2001:db8::g]>",
      "<sip:a@host:>",
      "<sip:a@host:70000>",
      "<sip:a@host:50 60>",
      "",
      ",",
      "<sip:a@10.0.0.9",
      "sip:a@10.0.0.9>",
      "<<sip:a@10.0.0.9>",
      "\"Alice <sip:a@10.0.0.9>",
      "\"Alice\" sip:a@10.0.0.9",
      "\"Alice",
      "M\xC3\xBCller & S\xC3\xB6hne <sip:a@10.0.0.9>",
      "<sip:a b@10.0.0.9>",
      "<sip:@10.0.0.9>",
      "<sip:a@>",
      "<sip:%4@10.0.0.9>",
      "<sip:a@-host>",
      "<sip:a@a..b>",
      "<10.0.0.9>",
      "<>",
      "a@10.0.0.9",
      "*",
      "<sip:a@10.0.0.9;transport=>",
      "<sip:a@10.0.0.9;lr;lr>",
      "<sip:a@10.0.0.9>expires=5",
      "<sip:a@10.0.0.9>;expires=5;expires=6",
      "<sip:a@10.0.0.9>;+sip.instance=\"<urn:uuid:1>",
      "<sip:a@10.0.0.9>; ;x",
      "<sip:\"a@10.0.0.9>",
      "<sip:" + std::string(9000, 'a') + "@10.0.0.9>",
  };
  return all;
}

// 10 B9
TEST_F(Grants, StandBesideTheOwnContactWhateverElseIsListed) {
  for (const std::string& other : unreadable()) {
    EXPECT_EQ(granted_by(other + ", " + kOwn + ";expires=60"), 60s) << other;
    EXPECT_EQ(granted_by(kOwn + ";expires=60, " + other), 60s) << other;
    EXPECT_EQ(granted_by(other + ", " + kOwn + ";expires=60, " + other), 60s) << other;
  }
}

// 10 B9
TEST_F(Grants, StandInWhicheverHeader) {
  for (const std::string& other : unreadable()) {
    struct Other : Grants {
      void TestBody() override {}
      void live(const std::string& other) {
        answer({{"Contact", other}, {"m", kOwn + ";expires=60"}, {"Contact", other}, {"Expires", "3000"}});
        register_now();
        EXPECT_EQ(granted(), 60s) << other;
      }
    };
    Other().live(other);
  }
}

// 10 B9
TEST_F(Grants, StandBesideWhatElseIsSaidOfTheOwnContact) {
  for (const std::string_view more :
       {";app-imei=;expires=60", ";q=0.5000;expires=60", ";expires=60;q=7", ";a b;expires=60", ";expires=60;x=\"",
        ";x=\"a;b\\\"\";EXPIRES = 60", ";;expires=60", " expires ;expires=60", ";expires=60;expires=60"}) {
    EXPECT_EQ(granted_by("<sip:a@10.0.0.9>, " + kOwn + std::string(more) + ", <sip:b@10.0.0.9>"), 60s) << more;
  }
}

// 10 B9
TEST_F(Grants, OfAListWithoutAnEndAreReadInAMoment) {
  std::string list;
  for (int i = 0; i < 15'000; ++i) list += "<,\"";
  answer({{"Contact", list}, {"Expires", "60"}});
  register_now();
  EXPECT_EQ(granted(), 60s);
}

// 10 B9
TEST_F(Grants, AreNotWhatARedirectionIsAbout) {
  for (const std::string& other : unreadable()) {
    struct Other : Grants {
      void TestBody() override {}
      void live(const std::string& other) {
        answer_in_turn({{302, {{"Contact", other + ", <sip:10.0.0.3>;q=0.5, " + other}}}});
        start();
        run_for(kBootTime + 1min);
        EXPECT_FALSE(backup_.requests.empty()) << other;
      }
    };
    Other().live(other);
  }
}

// --- a contact that was rewritten ---

// 10 B10
TEST_F(Grants, OfASingleContactAreTheDevicesOwnHoweverItWasRewritten) {
  for (const std::string_view rewritten :
       {"<sip:line100042@192.0.2.1:6000>", "<sip:line100042@10.0.1.1:5062>", "<sip:line100042@10.0.1.1>",
        "<sip:line100042@10.0.1.1:5060;transport=udp>", "<sip:line100042@nat.example.net:5060;ob>",
        "<sip:line100042@[fe80::1%wlan0]:5060>", "sip:line100042@192.0.2.1", "<sip:x7f3@192.0.2.1>"}) {
    EXPECT_EQ(granted_by(std::string(rewritten) + ";expires=60"), 60s) << rewritten;
  }
}

// 10 B10
TEST_F(Grants, OfASingleRewrittenContactMakeTheRefresh) {
  profile_.refresh_from_percent = profile_.refresh_to_percent = 90;
  answer({{"Contact", "<sip:line100042@192.0.2.1:6000>;expires=60"}, {"Expires", "3600"}});
  register_now();
  run_for(10min);
  ASSERT_GE(registrar_.requests.size(), 3U);
  EXPECT_EQ(registrar_.times()[1], 54s);
  EXPECT_EQ(registrar_.times()[2], 108s);
}

// 10 B10
TEST_F(Grants, OfASingleRewrittenContactWithoutATimeAreThoseOfTheHeader) {
  answer({{"Contact", "<sip:line100042@192.0.2.1:6000>"}, {"Expires", "300"}});
  register_now();
  EXPECT_EQ(granted(), 300s);
  EXPECT_EQ(unmatched(), 0U);
}

// 10 B10
TEST_F(Grants, WhereSeveralAreListedAreThoseOfTheOneThatIsEquivalent) {
  EXPECT_EQ(granted_by("<sip:line100042@192.0.2.1>;expires=60, <SIP:line10004%32@10.0.1.1:5060>;expires=120"), 120s);
  EXPECT_EQ(granted_by("<sip:a@192.0.2.1>;expires=60, <sip:line100042@10.0.1.1:5060;x=1>;expires=120"), 120s);
}

// --- several contacts, none the device's own ---

const std::string kOthers = "<sip:line100042@192.0.2.1>;expires=60, <sip:line100042@192.0.2.2>;expires=90";

// 10 B10
TEST_F(Grants, WhereNoneOfSeveralIsItsOwnAreThoseOfTheHeader) {
  answer({{"Contact", kOthers}, {"Expires", "300"}});
  register_now();
  EXPECT_EQ(granted(), 300s);
  const auto unmatched = events_.named("contact.unmatched");
  ASSERT_EQ(unmatched.size(), 1U);
  EXPECT_EQ(unmatched[0].time, registrar_.requests[0].time);
  EXPECT_EQ(unmatched[0].text("aor"), "sip:line100042@voip.example.net");
  EXPECT_EQ(unmatched[0].text("contact"), "sip:line100042@10.0.1.1:5060");
  EXPECT_EQ(unmatched[0].text("to"), "10.0.0.2:5060");
  EXPECT_EQ(Duration(unmatched[0].number("expires")), 300s);
}

// 10 B10
TEST_F(Grants, WhereNoneOfSeveralIsItsOwnAreWhatWasAskedForAndTheDeviceStaysRegistered) {
  profile_.refresh_from_percent = profile_.refresh_to_percent = 90;
  list(kOthers);
  register_now();
  EXPECT_EQ(granted(), 1h);
  run_for(3h);
  EXPECT_EQ(registrar_.times(), (std::vector<Duration>{0s, 54min, 108min, 162min}));
  EXPECT_EQ(unmatched(), 4U);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

// 10 B10
TEST_F(Grants, WhereAllOthersHaveEndedAreNotThoseOfTheLastThatHasNot) {
  answer({{"Contact", "<sip:line@192.0.2.1>;expires=60, <sip:line@192.0.2.2>;expires=0"}, {"Expires", "300"}});
  register_now();
  EXPECT_EQ(granted(), 300s);
  EXPECT_EQ(unmatched(), 1U);
}

// 10 B10
TEST_F(Grants, OfAnUnreadableContactBesideAnotherAreNobodys) {
  list("<sip:line100042@192.0.2.1>;expires=60, <sip:line100042@[fe80::1%wlan0]>;expires=90");
  register_now();
  EXPECT_EQ(granted(), 1h);
  EXPECT_EQ(unmatched(), 1U);
}

// 10 B10
TEST_F(Grants, WithoutAnyContactAreNotUnmatched) {
  answer({});
  register_now();
  EXPECT_EQ(unmatched(), 0U);
}

}  // namespace
}  // namespace dialtone
