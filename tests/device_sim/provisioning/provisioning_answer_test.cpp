// Which answers a device accepts as settings.
#include "device_sim/provisioning/provisioning_answer.h"

#include "tests/device_sim/provisioning/http_server_story.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {
namespace {

class ProvisioningAnswer : public HttpServerStory {
 protected:
  static std::string document() { return provisioning::write_provision_response(settings()); }
  // Returns `taken`, or why the answer was not accepted.
  std::string judge(const http::Response& response) const {
    const Result<ProvisionedSettings, AnswerFault> settings = judge_answer(config_, 17, response);
    return settings ? "taken" : settings.error().reason;
  }
  std::string judge(std::string body) const {
    http::Response response;
    response.body = std::move(body);
    return judge(response);
  }
  std::string judge_with(std::string_view name, std::string_view value) const {
    http::Response response;
    response.headers.add(name, value);
    response.body = document();
    return judge(response);
  }
};

TEST_F(ProvisioningAnswer, IsTakenWhateverItsContentType) {
  for (const char* type : {"application/xml", "text/xml; charset=UTF-8", "text/html", "application/octet-stream", ""}) {
    EXPECT_EQ(judge_with("Content-Type", type), "taken") << type;
  }
  EXPECT_EQ(judge(document()), "taken");
}

TEST_F(ProvisioningAnswer, IsTakenWithAByteOrderMark) { EXPECT_EQ(judge("\xEF\xBB\xBF" + document()), "taken"); }

// 10 A1
TEST_F(ProvisioningAnswer, IsNotTakenWithTwoByteOrderMarks) {
  const std::string marks = "\xEF\xBB\xBF\xEF\xBB\xBF";
  const std::string bare = document().substr(document().find("<provision-"));
  for (const Quirks quirks : {Quirks{}, Quirks{Quirk::kAppliesHalfADocument}}) {
    profile_.quirks = quirks;
    EXPECT_EQ(judge(marks + document()), "the document has more than one byte order mark");
    EXPECT_EQ(judge(marks + "<!DOCTYPE x [<!ENTITY a 'b'>]>" + bare), "the document has more than one byte order mark");
    EXPECT_EQ(judge("<!DOCTYPE x>" + bare), "a DOCTYPE is not accepted");
  }
}

TEST_F(ProvisioningAnswer, IsTakenWithNoStatusBut200) {
  for (const int status : {100, 101, 201, 202, 203, 204, 206, 300, 304, 400, 404, 500}) {
    http::Response response{.status = status, .reason = {}, .headers = {}, .body = document()};
    EXPECT_EQ(judge(response), http::usual_reason(status));
  }
}

TEST_F(ProvisioningAnswer, IsNotTakenInAnotherEncoding) {
  std::string latin = document();
  latin.replace(latin.find("UTF-8"), 5, "ISO-8859-1");
  EXPECT_NE(judge(latin), "taken");
  std::string utf16 = "\xFF\xFE";
  for (const char c : document()) utf16 += {c, '\0'};
  EXPECT_NE(judge(utf16), "taken");
}

TEST_F(ProvisioningAnswer, IsNotTakenCompressed) {
  for (const char* coding : {"gzip", "br", "deflate, gzip", "GZIP"}) {
    EXPECT_EQ(judge_with("Content-Encoding", coding), "the answer has a Content-Encoding, and none is known");
  }
  EXPECT_EQ(judge_with("Content-Encoding", "Identity"), "taken");
}

TEST_F(ProvisioningAnswer, IsNotTakenWithAnotherRoot) {
  const std::string request = provisioning::write_provision_request({.product_description = "ATA-2",
                                                                     .customer_number = "C100042",
                                                                     .serial_number = "DT0000000042",
                                                                     .mac_address = config_.mac_address,
                                                                     .ip_address = IpAddress::v4(10, 0, 1, 1),
                                                                     .firmware_version = {},
                                                                     .settings_revision = {}});
  for (const std::string& body :
       {request, std::string("<html><body>Log in</body></html>"), std::string("{}"), std::string()}) {
    EXPECT_NE(judge(body), "taken") << body;
  }
}

TEST_F(ProvisioningAnswer, IsNotTakenWithTextBehindIt) {
  EXPECT_NE(judge(document() + document()), "taken");
  EXPECT_NE(judge(document() + "x"), "taken");
}

TEST_F(ProvisioningAnswer, IsNotTakenCutAnywhere) {
  const std::string whole = document();
  // Without its last line end the document is still complete.
  const std::size_t least = whole.rfind('>') + 1;
  for (std::size_t size = 0; size < least; ++size) ASSERT_NE(judge(whole.substr(0, size)), "taken") << size;
}

TEST_F(ProvisioningAnswer, IsARefusalAlsoWithStatus200) {
  http::Response response;
  response.body = provisioning::provision_refusal_document();
  const auto judged = judge_answer(config_, std::nullopt, response);
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().kind, AnswerFault::Kind::kRefused);
}

// --- the wait before the next attempt ---

struct Wait {
  int status;
  const char* retry_after;
  Duration least;
  Duration most;
};

class WaitAfter : public HttpServerStory, public testing::WithParamInterface<Wait> {};

TEST_P(WaitAfter, AStatus) {
  const Wait& wait = GetParam();
  provisioning_.script = [](const http::Request&) {
    return ScriptedProvisioning::status(GetParam().status, {{"Retry-After", GetParam().retry_after}});
  };
  start();
  run_for(kBootTime + 1s);
  EXPECT_EQ(events_.named("provision.refused").at(0).number("status"), wait.status);
  EXPECT_EQ(events_.named("provision.refused")[0].text("reason"), http::usual_reason(wait.status));
  const auto retry = events_.named("retry.scheduled").at(0);
  const Duration delay(retry.number("delay"));
  EXPECT_GE(delay, wait.least);
  EXPECT_LE(delay, wait.most);
  run_until(kBootTime + delay - 1ns);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  run_until(kBootTime + delay);
  EXPECT_EQ(provisioning_.requests.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Of, WaitAfter,
                         testing::Values(Wait{503, "120", 120s, 132s}, Wait{429, "30", 30s, 33s},
                                         Wait{503, "Thu, 01 Jan 2026 00:10:01 GMT", 10min, 11min},
                                         Wait{503, "86400", 1h, 66min}, Wait{503, "soon", 5s, 10s},
                                         Wait{403, "", 5min, 10min}, Wait{404, "", 5s, 10s}, Wait{500, "", 5s, 10s},
                                         Wait{429, "0", 5s, 10s}),
                         [](const auto& info) {
                           return std::to_string(info.param.status) + "_" + std::to_string(info.index);
                         });

}  // namespace
}  // namespace dialtone
