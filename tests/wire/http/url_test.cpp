#include "wire/http/url.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "wire/http/percent.h"

namespace dialtone::http {
namespace {

TEST(HttpUrl, IsReadInParts) {
  const std::vector<std::pair<std::string, HttpUrl>> good = {
      {"http://prov.example.net", {"http", "prov.example.net", 80, "/"}},
      {"HTTP://Prov.Example.NET:8080/provision", {"http", "prov.example.net", 8080, "/provision"}},
      {"http://10.0.0.1:/a?b=c#d", {"http", "10.0.0.1", 80, "/a?b=c"}},
      {"http://[2001:DB8::1]:81?q", {"http", "2001:db8::1", 81, "/?q"}},
      {"http://[::1]", {"http", "::1", 80, "/"}},
      {"https://a/", {"https", "a", 443, "/"}},
  };
  for (const auto& [text, url] : good) {
    Result<HttpUrl> parsed = parse_http_url(text);
    ASSERT_TRUE(parsed) << text << parsed.error().reason;
    EXPECT_EQ(*parsed, url) << text;
    EXPECT_EQ(*parse_http_url(to_text(*parsed)), *parsed);
  }
}

// 10 B11
TEST(HttpUrl, HasOneTextForAnAddress) {
  const HttpUrl url = *parse_http_url("http://[2001:db8::1]/p");
  for (const std::string same : {"http://[2001:DB8:0:0::1]/p", "http://[2001:0db8::0001]:80/p"}) {
    EXPECT_EQ(*parse_http_url(same), url) << same;
  }
  EXPECT_EQ(*resolve_reference(url, "http://[2001:DB8:0::1]/p"), url);
  EXPECT_EQ(*parse_http_url("http://[::ffff:192.0.2.1]/"), *parse_http_url("http://192.0.2.1/"));
}

TEST(HttpUrl, IsRefused) {
  for (const std::string bad :
       {"", "prov", "/path", "ftp://a/", "http:/a", "http://", "http:///x", "http://a:0/", "http://a:65536/",
        "http://a:x/", "http://u:p@a/", "http://[::1", "http://[10.0.0.1]/", "http://[::1]x/", "http://a b/",
        "http://a/\r\nHost: x", "http://a/\xC3\xA4", "http://a,b/"}) {
    EXPECT_FALSE(parse_http_url(bad)) << bad;
  }
  EXPECT_FALSE(parse_http_url("http://a/" + std::string(8 * 1024, 'x')));
  EXPECT_EQ(parse_http_url("http://u:p@a/").error().reason, "user information in a URL is not accepted");
}

TEST(HttpUrl, ResolvesReferences) {
  const HttpUrl base{"http", "a", 8080, "/b/c?d"};
  const std::vector<std::pair<std::string, std::string>> good = {
      {"http://x/y", "http://x/y"},   {"//x/y", "http://x/y"},       {"/y?z", "http://a:8080/y?z"},
      {"y", "http://a:8080/b/y"},     {"./y", "http://a:8080/b/y"},  {"../y", "http://a:8080/y"},
      {"../../y", "http://a:8080/y"}, {"?z", "http://a:8080/b/c?z"}, {"", "http://a:8080/b/c?d"},
      {".", "http://a:8080/b/"},      {"..", "http://a:8080/"},      {"y/../z", "http://a:8080/b/z"},
  };
  for (const auto& [reference, url] : good) {
    Result<HttpUrl> resolved = resolve_reference(base, reference);
    ASSERT_TRUE(resolved) << reference;
    EXPECT_EQ(to_text(*resolved), url) << reference;
  }
  EXPECT_FALSE(resolve_reference(base, "ftp://x/"));
  EXPECT_FALSE(resolve_reference(base, "/a b"));
}

TEST(HttpUrl, GivesTheHostHeader) {
  EXPECT_EQ(host_header(*parse_http_url("http://[::1]:8080/")), "[::1]:8080");
  EXPECT_EQ(host_header(*parse_http_url("http://a:80/")), "a");
}

TEST(RequestTarget, IsReadInBothForms) {
  Result<RequestTarget> origin = parse_request_target("/pro%76ision?document=%3Cx+y");
  ASSERT_TRUE(origin);
  EXPECT_EQ(origin->path, "/provision");
  EXPECT_EQ(origin->query, "document=%3Cx+y");
  Result<RequestTarget> absolute = parse_request_target("http://prov:8080/provision");
  ASSERT_TRUE(absolute);
  EXPECT_EQ(absolute->path, "/provision");
  EXPECT_FALSE(absolute->query.has_value());
  EXPECT_EQ(parse_request_target("/?")->query, "");
  EXPECT_FALSE(parse_request_target("*"));
  EXPECT_FALSE(parse_request_target("/%zz"));
}

TEST(Percent, EncodingIsUndoneByDecoding) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(*percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_encode("a b+<é"), "a%20b%2B%3C%C3%A9");
}

TEST(Query, IsReadAsFormsWriteIt) {
  const std::vector<QueryParameter> expected = {{"a", "1 2"}, {"b", "x+y=z"}, {"c", ""}, {"", "d"}};
  EXPECT_EQ(*parse_query("a=1+2&b=x%2By=z&&c&=d&"), expected);
  EXPECT_TRUE(parse_query("")->empty());
  for (const std::string bad : {"a=%", "a=%4", "a=%4g", "%=a"}) EXPECT_FALSE(parse_query(bad)) << bad;
}

}  // namespace
}  // namespace dialtone::http
