// Which redirects of a provisioning server a device follows.
#include "device_sim/provisioning/provisioning_request.h"
#include "tests/device_sim/provisioning/http_server_story.h"
#include "wire/http/percent.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {
namespace {

std::string redirect_to(const std::string& location, int status = 302) {
  return ScriptedProvisioning::status(status, {{"Location", location}, {"Content-Type", "text/html"}},
                                      "<html><body>Moved</body></html>");
}

bool carries_document(const http::Request& request) {
  const auto target = http::parse_request_target(request.target);
  const auto query = http::parse_query(target->query.value_or(""));
  int documents = 0;
  for (const http::QueryParameter& each : *query) {
    if (each.name == "document" && provisioning::parse_provision_request(each.value)) ++documents;
  }
  if (documents == 0 && provisioning::parse_provision_request(request.body)) ++documents;
  return documents == 1;
}

class Redirects : public HttpServerStory, public testing::WithParamInterface<std::tuple<int, DocumentCarrier>> {};

TEST_P(Redirects, KeepMethodAndDocument) {
  const int status = std::get<0>(GetParam());
  const DocumentCarrier carrier = std::get<1>(GetParam());
  profile_.document = carrier;
  provisioning_.script = [status](const http::Request& request) {
    if (request.target.starts_with("/provision")) return redirect_to("/other?a=1", status);
    return ScriptedProvisioning::ok(settings());
  };
  start();
  run_one_attempt();
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  const http::Request& second = provisioning_.requests[1].message;
  EXPECT_TRUE(second.target.starts_with("/other?a=1")) << second.target;
  EXPECT_EQ(second.method, carrier == DocumentCarrier::kPost ? "POST" : "GET");
  EXPECT_EQ(second.body, provisioning_.requests[0].message.body);
  EXPECT_TRUE(carries_document(second));
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

INSTANTIATE_TEST_SUITE_P(Of, Redirects,
                         testing::Combine(testing::Values(301, 302, 303, 307, 308),
                                          testing::Values(DocumentCarrier::kBody, DocumentCarrier::kQuery,
                                                          DocumentCarrier::kPost)));

class RedirectedProvisioning : public HttpServerStory {
 protected:
  void answer(std::string bytes) {
    provisioning_.script = [bytes = std::move(bytes)](const http::Request&) { return bytes; };
  }
};

TEST_F(RedirectedProvisioning, CarriesItsDocumentOnceWhereTheLocationHasItAlready) {
  profile_.document = DocumentCarrier::kQuery;
  provisioning_.script = [](const http::Request& request) {
    if (request.target.starts_with("/x")) return ScriptedProvisioning::ok(settings());
    return redirect_to("/x" + request.target);
  };
  start();
  run_one_attempt();
  EXPECT_TRUE(carries_document(provisioning_.requests.at(1).message));
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST(TargetWithoutAParameter, KeepsTheOthersInTheirOrder) {
  EXPECT_EQ(without_parameter("/p", "d"), "/p");
  EXPECT_EQ(without_parameter("/p?", "d"), "/p");
  EXPECT_EQ(without_parameter("/p?d=1", "d"), "/p");
  EXPECT_EQ(without_parameter("/p?a=1&d=1&b=2", "d"), "/p?a=1&b=2");
  EXPECT_EQ(without_parameter("/p?d=1&a=1&d", "d"), "/p?a=1");
  EXPECT_EQ(without_parameter("/p?dd=1&a=d", "d"), "/p?dd=1&a=d");
}

TEST_F(RedirectedProvisioning, GoesToAnotherHost) {
  ScriptedProvisioning other;
  other.script = [](const http::Request&) { return ScriptedProvisioning::ok(settings()); };
  answer(redirect_to("http://other.example.net/path"));
  start();
  add_server("other.example.net", IpAddress::v4(10, 0, 0, 8), other);
  run_one_attempt();
  ASSERT_EQ(other.requests.size(), 1U);
  EXPECT_EQ(*other.requests[0].message.headers.find("Host"), "other.example.net");
  EXPECT_EQ(other.requests[0].message.target, "/path");
  EXPECT_TRUE(carries_document(other.requests[0].message));
  EXPECT_EQ(events_.count("name.resolved"), 3U);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(RedirectedProvisioning, FollowsThreeAndEndsALoop) {
  answer(redirect_to("/provision"));
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 4U);
  EXPECT_EQ(only_reason("provision.failed"), "too many redirects");
}

TEST_F(RedirectedProvisioning, FollowsTheThird) {
  int requests = 0;
  provisioning_.script = [&](const http::Request&) {
    return ++requests <= 3 ? redirect_to("again") : ScriptedProvisioning::ok(settings());
  };
  start();
  run_one_attempt();
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
  EXPECT_EQ(provisioning_.requests.at(1).message.target, "/again");
}

TEST_F(RedirectedProvisioning, MayBeChallengedWhereItArrives) {
  use(HttpAuthentication::kDigest);
  guard();
  provisioning_.script = [this](const http::Request& request) {
    if (request.target == "/provision") return redirect_to("/other", 307);
    return guard_.judge(request).value_or(ScriptedProvisioning::ok(settings()));
  };
  start();
  run_one_attempt();
  EXPECT_EQ(guard_.seen.at(0).uri, "/other");
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

struct BadRedirect {
  const char* name;
  std::string answer;
  const char* reason;
};

class BadRedirects : public HttpServerStory, public testing::WithParamInterface<BadRedirect> {};

TEST_P(BadRedirects, AreFailures) {
  provisioning_.script = [](const http::Request&) { return GetParam().answer; };
  start();
  run_one_attempt();
  EXPECT_EQ(only_reason("provision.failed"), GetParam().reason);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(events_.count("settings.stored"), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Of, BadRedirects,
    testing::Values(
        BadRedirect{"AnotherScheme", redirect_to("https://prov.example.net/"), "a redirect to another scheme"},
        BadRedirect{"NoLocation", ScriptedProvisioning::status(302), "a redirect without Location"},
        BadRedirect{"NoHost", redirect_to("http:///"),
                    "the Location of a redirect: the URL's host is neither an address nor a name"},
        BadRedirect{"UnknownName", redirect_to("http://nowhere.example.net/"), "the name of a redirect: no such name"},
        BadRedirect{"WithSettingsInIts200sPlace",
                    [] {
                      http::Response moved{.status = 302, .reason = {}, .headers = {}, .body = {}};
                      provisioning::ProvisionResponse settings;
                      settings.domain = "voip.example.net";
                      settings.call_agents = {{.address = "ca1"}};
                      settings.device_name = "line100042";
                      moved.body = provisioning::write_provision_response(settings);
                      return http::write_response(moved);
                    }(),
                    "a redirect without Location"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace dialtone
