#include "wire/http/message.h"

#include <gtest/gtest.h>

#include "wire/http/parser.h"

namespace dialtone::http {
namespace {

TEST(HttpHeaders, AreFoundInAnyCase) {
  Headers headers;
  headers.add("Connection", "Upgrade , CLOSE");
  headers.add("connection", "x");
  EXPECT_EQ(*headers.find("CONNECTION"), "Upgrade , CLOSE");
  EXPECT_EQ(headers.count("Connection"), 2U);
  EXPECT_TRUE(headers.has_token("Connection", "close"));
  EXPECT_TRUE(headers.has_token("Connection", "X"));
  EXPECT_FALSE(headers.has_token("Connection", "clos"));
  headers.set("CONNECTION", "y");
  EXPECT_EQ(headers.count("Connection"), 1U);
}

TEST(HttpRequest, KeepsTheConnectionAliveAsItsVersionAndHeadersSay) {
  struct Case {
    int version_minor;
    std::string connection;
    bool alive;
  };
  for (const Case& c : {Case{1, "", true}, Case{1, "close", false}, Case{1, "keep-alive", true}, Case{0, "", false},
                        Case{0, "Keep-Alive", true}, Case{0, "keep-alive, close", false}}) {
    Request request;
    request.version_minor = c.version_minor;
    if (!c.connection.empty()) request.headers.add("Connection", c.connection);
    EXPECT_EQ(keeps_alive(request), c.alive) << c.version_minor << c.connection;
  }
}

TEST(HttpRequest, IsReadBackAsItWasWritten) {
  Request request;
  request.target = "/provision?x=1";
  request.headers.add("Host", "prov.example.net:8080");
  request.body = "<xml/>";
  const std::string bytes = write_request(request);
  EXPECT_EQ(bytes, "GET /provision?x=1 HTTP/1.1\r\nHost: prov.example.net:8080\r\nContent-Length: 6\r\n\r\n<xml/>");
  RequestParser parser;
  ASSERT_EQ(parser.feed(bytes), bytes.size());
  ASSERT_EQ(parser.state(), ParseState::kComplete);
  request.headers.add("Content-Length", "6");
  EXPECT_EQ(parser.take(), request);
}

TEST(HttpRequest, HasALengthWhenItIsAPostWithoutABody) {
  Request request;
  request.method = "POST";
  request.version_minor = 0;
  EXPECT_EQ(write_request(request), "POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpResponse, IsWrittenWithItsUsualReasonAndItsLength) {
  Response response;
  response.status = 404;
  response.body = "no";
  EXPECT_EQ(write_response(response), "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
  EXPECT_EQ(write_response(response, true), "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n");
  response.status = 204;
  EXPECT_EQ(write_response(response), "HTTP/1.1 204 No Content\r\n\r\n");
}

TEST(HttpHead, IsWrittenWithTheFieldsThatItHas) {
  Request request;
  request.method = "PUT";
  request.body = "not written";
  request.headers.add("Transfer-Encoding", "chunked");
  EXPECT_EQ(write_head(request), "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
  Response response;
  response.version_minor = 0;
  response.body = "not written";
  EXPECT_EQ(write_head(response), "HTTP/1.0 200 OK\r\n\r\n");
}

}  // namespace
}  // namespace dialtone::http
