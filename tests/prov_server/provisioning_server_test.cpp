// Which subscriber gets which answer.
#include "prov_server/provisioning_server.h"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "tests/prov_server/server_story.h"
#include "tests/prov_server/subscriber_samples.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {
namespace {

using testing::_;

provisioning::ProvisionResponse settings_in(const http::Response& response) {
  Result<provisioning::ProvisionAnswer> answer = provisioning::parse_provision_response(response.body);
  if (!answer || !std::holds_alternative<provisioning::ProvisionResponse>(*answer)) {
    ADD_FAILURE() << response.body;
    return {};
  }
  return std::get<provisioning::ProvisionResponse>(*answer);
}

class ProvisioningStory : public ServerStory {
 protected:
  void serve(const Subscriber& subscriber) {
    ON_CALL(store_, find_by_identity(_)).WillByDefault([subscriber](const Identity& identity) -> MockStore::Match {
      const bool same = identity.serial_number == subscriber.serial_number &&
                        identity.mac_address == subscriber.mac_address &&
                        identity.customer_number == subscriber.customer_number;
      if (same) return IdentityMatch(subscriber);
      return IdentityMatch(IdentityMismatch::kUnknown);
    });
  }
};

TEST_F(ProvisioningStory, GivesASubscriberHisSettings) {
  serve(sample_subscriber());
  const http::Response answer = ask(sample_get()).answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(*answer.headers.find("Content-Type"), "application/xml; charset=utf-8");
  EXPECT_EQ(*answer.headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(*answer.headers.find("Date"), "Thu, 01 Jan 2026 00:00:00 GMT");
  const provisioning::ProvisionResponse settings = settings_in(answer);
  EXPECT_EQ(settings.serial_number, "DT0000000042");
  EXPECT_EQ(settings.ip_address, IpAddress::v4(192, 168, 1, 7));
  EXPECT_EQ(settings.revision, 18U);
  ASSERT_EQ(settings.call_agents.size(), 1U);
  EXPECT_EQ(settings.call_agents[0].address, "ca1.voip.example.net");
  EXPECT_FALSE(settings.call_agents[0].port.has_value());
  EXPECT_EQ(settings.authentication->password, "s3cret");
  EXPECT_EQ(settings.expires_seconds, 3600U);
  EXPECT_FALSE(settings.firmware.has_value());
}

TEST_F(ProvisioningStory, RecordsWhoAskedAndWhatCameOfIt) {
  serve(sample_subscriber());
  ask(sample_get());
  EXPECT_EQ(lines_.last("server.started"), "server.started protocol=http endpoint=10.0.0.1:8080");
  EXPECT_EQ(lines_.last("provision.request"),
            "provision.request serial_number=DT0000000042 mac_address=02:D1:A1:00:00:2A customer_number=C100042 "
            "peer=10.0.1.1 ip_address=192.168.1.7");
  EXPECT_EQ(lines_.last("provision.accepted"),
            "provision.accepted serial_number=DT0000000042 mac_address=02:D1:A1:00:00:2A peer=10.0.1.1 "
            "settings_revision=18");
  for (const std::string& line : lines_.all) EXPECT_EQ(line.find("s3cret"), std::string::npos) << line;
}

TEST_F(ProvisioningStory, TakesTheDocumentFromABodyAQueryOrAPost) {
  serve(sample_subscriber());
  std::string plus = http::percent_encode(sample_xml());
  for (std::size_t at = 0; (at = plus.find("%20")) != std::string::npos;) plus.replace(at, 3, "+");
  const std::string chunk = sample_xml();
  std::array<char, 16> size{};
  const auto [end, fault] = std::to_chars(size.data(), size.data() + size.size(), chunk.size(), 16);
  const std::string chunked = std::string(size.data(), end) + "\r\n" + chunk + "\r\n0\r\n\r\n";
  const std::vector<std::string> carriers = {
      sample_get(),
      message("GET /provision?document=" + http::percent_encode(sample_xml())),
      message("GET /provision?x=y&document=" + plus),
      message("POST /provision", sample_xml()),
      message("POST /provision", sample_xml(), "Content-Type: text/plain\r\n"),
      message("GET http://prov:8080/provision", sample_xml()),
      message("GET /%70rovision", sample_xml()),
      message("GET /provision", "", "Transfer-Encoding: chunked\r\n") + chunked,
      "GET /provision HTTP/1.0\r\nContent-Length: " + std::to_string(chunk.size()) + "\r\n\r\n" + chunk,
  };
  for (const std::string& carrier : carriers) EXPECT_EQ(ask(carrier).answer().status, 200) << carrier;
}

// 10 A1
TEST_F(ProvisioningStory, TakesOneByteOrderMarkAndNoDoctypeBehindASecond) {
  serve(sample_subscriber());
  const std::string mark = "\xEF\xBB\xBF";
  const std::string bare = sample_xml().substr(sample_xml().find("<provision-"));
  EXPECT_EQ(ask(message("POST /provision", mark + sample_xml())).answer().status, 200);
  for (const std::string& document : {mark + mark + sample_xml(), mark + mark + "<!DOCTYPE x>" + bare,
                                      mark + mark + "<?xml version='1.1'?>" + bare, mark + "<!DOCTYPE x>" + bare}) {
    for (const std::string& carrier : {message("GET /provision", document), message("POST /provision", document),
                                       message("GET /provision?document=" + http::percent_encode(document))}) {
      EXPECT_EQ(ask(carrier).answer().status, 400) << document;
    }
  }
}

// 10 B12, 10 C18
TEST_F(ProvisioningStory, AnswersAHigherMinorVersionAndChunksWithBlanksBehindTheirSizes) {
  serve(sample_subscriber());
  const std::string xml = sample_xml();
  std::array<char, 16> size{};
  const auto [end, fault] = std::to_chars(size.data(), size.data() + size.size(), xml.size(), 16);
  const std::string digits(size.data(), end);
  for (const std::string version : {"HTTP/1.1", "HTTP/1.2", "HTTP/1.9"}) {
    const std::string head = "POST /provision " + version + "\r\nHost: prov\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string blanks : {"", " ", "\t", "        "}) {
      const std::string chunks = digits + blanks + "\r\n" + xml + "\r\n0" + blanks + "\r\n\r\n";
      const http::Response answer = ask(head + chunks).answer();
      EXPECT_EQ(answer.status, 200) << version << answer.body;
      EXPECT_EQ(answer.version_minor, 1);
    }
  }
}

TEST_F(ProvisioningStory, SaysWhatIsWrongWithARequest) {
  serve(sample_subscriber());
  options_.most_document_bytes = 2000;
  struct Case {
    std::string bytes;
    int status;
    std::string text;  // part of the body
  };
  const std::string document = http::percent_encode(sample_xml());
  const std::vector<Case> cases = {
      {message("GET /provision"), 400, "carries no document"},
      {message("GET /provision?document="), 400, "empty"},
      {message("GET /provision?document=%zz"), 400, "query is malformed"},
      {message("GET /provision?document=" + document + "&document=" + document), 400, "more than one document"},
      {message("GET /provision?document=" + document, sample_xml()), 400, "one in the query"},
      {message("GET /provision", "hello"), 400, "not well-formed"},
      {message("GET /provision", "<a>&lt;\n</a>"), 400, "the root is &lt;a&gt;"},
      {message("GET /provision", "<provision-request version='2.0'/>"), 400, "version '2.0' is not 1.0"},
      {message("GET /provision", "<!DOCTYPE a SYSTEM 'http://10.0.0.9/'><a/>"), 400, "DOCTYPE"},
      {message("GET /", sample_xml()), 404, "nothing at this path"},
      {message("GET /provision/", sample_xml()), 404, "nothing at this path"},
      {message("PUT /provision", sample_xml()), 405, "only GET and POST"},
      {message("OPTIONS /provision"), 405, "only GET and POST"},
      {message("OPTIONS *"), 405, "only GET and POST"},
      {message("get /provision", sample_xml()), 405, "only GET and POST"},
      {message("GET *", sample_xml()), 400, "target is malformed"},
      {message("POST /provision", std::string(2001, ' ')), 413, "too large"},
      {message("GET /" + std::string(9000, 'x')), 414, "too long"},
      {message("GET /provision", "", "Content-Length: 1\r\nContent-Length: 2\r\n"), 400, "Content-Length"},
      {message("GET /provision", "", "Transfer-Encoding: gzip\r\n"), 501, "transfer coding"},
      {"GET /provision HTTP/1.1\r\n\r\n", 400, "no Host"},
      {"GET /provision HTTP/3.0\r\nHost: a\r\n\r\n", 505, "HTTP/1.1"},
      {"\x16\x03\x01\x02 hello\r\n\r\n", 400, "malformed"},
  };
  for (const Case& bad : cases) {
    const http::Response answer = ask(bad.bytes).answer();
    EXPECT_EQ(answer.status, bad.status) << bad.bytes;
    EXPECT_NE(answer.body.find(bad.text), std::string::npos) << answer.body << bad.bytes;
    EXPECT_EQ(*answer.headers.find("Content-Type"), "application/xml; charset=utf-8");
    EXPECT_EQ(*answer.headers.find("Cache-Control"), "no-store");
    EXPECT_EQ(answer.headers.count("Allow"), bad.status == 405 ? 1U : 0U);
    EXPECT_TRUE(lines_.last("provision.refused").starts_with("provision.refused peer=10.0.1.")) << bad.bytes;
    EXPECT_NE(lines_.last("provision.refused").find("status=" + std::to_string(bad.status)), std::string::npos);
  }
  EXPECT_EQ(ask(sample_get()).answer().status, 200);
}

TEST_F(ProvisioningStory, ServesNobodyWhoSentNoDocumentWhateverTheStoreFinds) {
  ON_CALL(store_, find_by_identity(testing::_)).WillByDefault([](const Identity&) -> MockStore::Match {
    return IdentityMatch(sample_subscriber());
  });
  start_server();
  Seen& seen = start_client({{0s, message("GET /provision")}});
  world_->run(at(1s));
  ASSERT_EQ(seen.answers().size(), 1U);
  EXPECT_EQ(seen.answers()[0].status, 400);
}

TEST_F(ProvisioningStory, AnswersHeadWithoutABody) {
  const std::string bytes = ask(message("HEAD /provision")).bytes;
  EXPECT_TRUE(bytes.starts_with("HTTP/1.1 405 Method Not Allowed\r\n")) << bytes;
  EXPECT_TRUE(bytes.ends_with("\r\n\r\n")) << bytes;
}

TEST_F(ProvisioningStory, RefusesInTheSameBytesWhicheverPartFailed) {
  std::string first;
  for (const IdentityMismatch mismatch :
       {IdentityMismatch::kUnknown, IdentityMismatch::kSerialNumber, IdentityMismatch::kMacAddress,
        IdentityMismatch::kCustomer, IdentityMismatch::kConflict}) {
    ON_CALL(store_, find_by_identity(_)).WillByDefault([=](const Identity&) -> MockStore::Match {
      return IdentityMatch(mismatch);
    });
    start_server();
    Seen& seen = start_client({{0s, sample_get()}}, true, 1s);
    world_->run(world_->now() + 10s);
    const http::Response answer = seen.answer();
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.body,
              "<provision-response version=\"1.0\"><refusal>not-authorized</refusal></provision-response>");
    std::string without_date = seen.bytes;
    const std::size_t date = without_date.find("Date: ");
    without_date.erase(date, without_date.find("\r\n", date) - date);
    if (first.empty()) first = without_date;
    EXPECT_EQ(without_date, first);
    EXPECT_NE(lines_.last("provision.refused").find("status=403 reason=" + std::string(to_text(mismatch))),
              std::string::npos)
        << lines_.last("provision.refused");
    EXPECT_EQ(lines_.last("identity.conflict").empty(), mismatch != IdentityMismatch::kConflict);
    new_world();
  }
}

TEST_F(ProvisioningStory, RefusesASubscriberWhoMustAuthenticate) {
  for (const ProvisionAuthentication scheme : {ProvisionAuthentication::kBasic, ProvisionAuthentication::kDigest}) {
    Subscriber subscriber = sample_subscriber();
    subscriber.provision_authentication = scheme;
    serve(subscriber);
    const http::Response answer = ask(sample_get()).answer();
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.body.find("line100042"), std::string::npos);
  }
}

TEST_F(ProvisioningStory, WritesWhatTheRowHas) {
  Subscriber subscriber = sample_subscriber();
  subscriber.call_agent_port = 5070;
  subscriber.call_agent_transport = Transport::kTcp;
  subscriber.call_agent_backup = {{"ca2.voip.example.net", 5080}};
  subscriber.auth_password.clear();
  subscriber.firmware.emplace();
  subscriber.firmware->protocol = provisioning::FirmwareProtocol::kHttp;
  subscriber.firmware->address = "fw.voip.example.net";
  subscriber.firmware->file = "ata2.bin";
  subscriber.firmware->version = "1.5.0";
  subscriber.firmware->size_bytes = 7;
  subscriber.firmware->sha256 = std::string(64, 'a');
  subscriber.firmware->allow_downgrade = true;
  subscriber.firmware->password = "without a username";
  serve(subscriber);
  const provisioning::ProvisionResponse settings = settings_in(ask(sample_get()).answer());
  ASSERT_EQ(settings.call_agents.size(), 2U);
  EXPECT_EQ(settings.call_agents[0].port, 5070);
  EXPECT_EQ(settings.call_agents[1].address, "ca2.voip.example.net");
  EXPECT_EQ(settings.call_agents[1].transport, Transport::kTcp);
  EXPECT_FALSE(settings.authentication.has_value());
  ASSERT_TRUE(settings.firmware.has_value());
  EXPECT_EQ(settings.firmware->protocol, provisioning::FirmwareProtocol::kHttp);
  EXPECT_TRUE(settings.firmware->allow_downgrade);
  EXPECT_FALSE(settings.firmware->username.has_value());
  EXPECT_FALSE(settings.firmware->password.has_value());
}

TEST_F(ProvisioningStory, WaitsForALockedStore) {
  int calls = 0;
  ON_CALL(store_, find_by_identity(_)).WillByDefault([&](const Identity&) -> MockStore::Match {
    if (++calls < 3) return StoreFault::kLocked;
    return IdentityMatch(sample_subscriber());
  });
  start_server();
  Seen& seen = start_client({{0s, sample_get()}});
  world_->run(at(1s));
  EXPECT_EQ(seen.answer().status, 200);
  ASSERT_EQ(seen.arrivals.size(), 1U);
  EXPECT_EQ(seen.arrivals[0], at(60ms));
}

TEST_F(ProvisioningStory, SaysThatItIsUnavailableWhenTheStoreStaysLocked) {
  EXPECT_CALL(store_, find_by_identity(_)).Times(5).WillRepeatedly([](const Identity&) -> MockStore::Match {
    return StoreFault::kLocked;
  });
  start_server();
  Seen& seen = start_client({{0s, sample_get()}});
  world_->run(at(1s));
  const http::Response answer = seen.answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(*answer.headers.find("Retry-After"), "5");
  ASSERT_EQ(seen.arrivals.size(), 1U);
  EXPECT_EQ(seen.arrivals[0], at(300ms));
  EXPECT_NE(lines_.last("provision.refused").find("status=503 reason=the database is locked"), std::string::npos);
}

TEST_F(ProvisioningStory, DoesNotWaitForAStoreThatIsGone) {
  EXPECT_CALL(store_, find_by_identity(_)).WillOnce([](const Identity&) -> MockStore::Match {
    return StoreFault::kGone;
  });
  EXPECT_EQ(ask(sample_get()).answer().status, 503);
}

TEST_F(ProvisioningStory, LooksOnceASecondWhetherTheStoreIsStillThere) {
  serve(sample_subscriber());
  std::vector<Moment> looked;
  ON_CALL(store_, refresh()).WillByDefault([&] { looked.push_back(world_->now()); });
  start_server();
  start_client({{0s, sample_get() + sample_get()}, {999ms, sample_get()}, {1ms, sample_get()}, {5s, sample_get()}});
  world_->run(at(10s));
  EXPECT_EQ(looked, (std::vector<Moment>{at(0s), at(1s), at(6s)}));
}

TEST_F(ProvisioningStory, ServesOneWhileAnotherWaitsForTheStore) {
  ON_CALL(store_, find_by_identity(_)).WillByDefault([](const Identity& identity) -> MockStore::Match {
    if (identity.serial_number != "DT0000000042") return StoreFault::kLocked;
    return IdentityMatch(sample_subscriber());
  });
  provisioning::ProvisionRequest other = sample_document();
  other.serial_number = "DT0000000043";
  start_server();
  Seen& waits = start_client({{0s, message("GET /provision", provisioning::write_provision_request(other))}});
  Seen& served = start_client({{1ms, sample_get()}});
  world_->run(at(1s));
  EXPECT_EQ(served.answer().status, 200);
  EXPECT_EQ(served.arrivals[0], at(1ms));
  EXPECT_EQ(waits.answer().status, 503);
}

TEST_F(ProvisioningStory, TakesItsTimeWhereARequestHasACost) {
  serve(sample_subscriber());
  options_.request_cost = 2ms;
  start_server();
  Seen& first = start_client({{0s, sample_get()}});
  Seen& second = start_client({{0s, sample_get()}});
  world_->run(at(1s));
  EXPECT_EQ(first.arrivals[0], at(2ms));
  EXPECT_EQ(second.arrivals[0], at(4ms));
}

TEST_F(ProvisioningStory, GivesEachOfManyDevicesItsOwn) {
  ON_CALL(store_, find_by_identity(_)).WillByDefault([](const Identity& identity) -> MockStore::Match {
    Subscriber subscriber = sample_subscriber();
    subscriber.serial_number = identity.serial_number;
    subscriber.device_name = "line-" + identity.serial_number;
    return IdentityMatch(subscriber);
  });
  start_server();
  for (int i = 0; i < 200; ++i) {
    provisioning::ProvisionRequest request = sample_document();
    request.serial_number = "DT" + std::to_string(i);
    start_client({{1ms, message("GET /provision", provisioning::write_provision_request(request))}}, true);
  }
  world_->run(at(1min));
  for (int i = 0; i < 200; ++i) {
    const auto index = static_cast<std::size_t>(i);
    EXPECT_EQ(settings_in(seen_[index].answer()).device_name, "line-DT" + std::to_string(i));
  }
}

}  // namespace
}  // namespace dialtone
