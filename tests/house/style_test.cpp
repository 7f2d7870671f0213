// The habits of the house that a program can check (CONTRIBUTING.md): applies each rule to sample lines and to the
// tree.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/house/source_tree.h"
#include "tests/house/style_rules.h"

namespace dialtone {
namespace {

// As expect_kept, for a rule about whole files.
void expect_files_kept(std::string (*rule)(const SourceFile&)) {
  ASSERT_TRUE(folders_without_source(source_files()).empty()) << "no source below " << DIALTONE_SOURCE_DIR;
  for (const SourceFile& file : source_files()) EXPECT_EQ(rule(file), "") << file.path;
}

TEST(Style, LooksAtCodeAndNotAtWhatIsWritten) {
  EXPECT_EQ(code_of("call(\"std::thread // x\");  // std::thread"), "call(\"\");  ");
  EXPECT_EQ(code_of(R"(if (c == '"') std::thread(); // "x")"), "if (c == '') std::thread(); ");
  EXPECT_EQ(code_of(R"(a("\"std::rand"), b)"), "a(\"\"), b");
  EXPECT_EQ(code_of("const int kMost = 20'000; rand()"), "const int kMost = 20'000; rand()");
}

TEST(Style, LinesFitOnAScreen) {
  const std::string widest(120, 'x');
  const std::string wider(121, 'x');
  expect_judged(is_too_wide, {{"values/hex.h", widest.c_str(), false}, {"values/hex.h", wider.c_str(), true}});
  expect_kept(is_too_wide);
}

TEST(Style, AFileHasOneSubject) {
  const std::vector<std::string> many(501, "int number();");
  EXPECT_NE(has_many_subjects({"wire/sip/headers/uri.cpp", many}), "");
  EXPECT_EQ(has_many_subjects({"wire/sip/headers/uri.cpp", {many.begin(), many.end() - 1}}), "");
  EXPECT_EQ(has_many_subjects({"tests/wire/sip/headers/uri_test.cpp", many}), "");
  expect_files_kept(has_many_subjects);
}

TEST(Style, EveryHeaderOpensWithWhatItIsAndIsIncludedOnce) {
  EXPECT_EQ(is_no_header_of_the_house({"values/hex.h", {"// Hex digits.", "#pragma once"}}), "");
  EXPECT_EQ(is_no_header_of_the_house({"values/hex.cpp", {"int hex;"}}), "");
  EXPECT_EQ(is_no_header_of_the_house({"values/hex.h", {}}), "is empty");
  EXPECT_EQ(is_no_header_of_the_house({"values/hex.h", {"// Hex digits.", "int hex;"}}), "can be included twice");
  EXPECT_EQ(is_no_header_of_the_house({"values/hex.h", {"#pragma once", "// Hex digits."}}),
            "does not open with what it is");
  expect_files_kept(is_no_header_of_the_house);
}

TEST(Style, NothingReachesRoundTheSeam) {
  for (const char* line : {"const auto begin = std::chrono::high_resolution_clock::now();",
                           "using Clock = std::chrono::steady_clock;",
                           "auto now = system_clock::now();",
                           "::gettimeofday(&now, nullptr);",
                           "clock_gettime(CLOCK_MONOTONIC, &now);",
                           "const std::time_t now = time(nullptr);",
                           "const auto now = std::time(&seconds);",
                           "std::random_device random;",
                           "std::mt19937_64 engine(seed);",
                           "std::uniform_int_distribution<int> even(0, 1);",
                           "return rand() % 7;",
                           "::getrandom(bytes, size, 0);",
                           "std::thread worker(work);",
                           "std::jthread worker(work);",
                           "auto later = std::async(work);",
                           "std::this_thread::sleep_for(kPause);",
                           "std::this_thread::yield();",
                           "std::mutex mutex_;",
                           "pthread_create(&id, nullptr, work, this);",
                           "const int descriptor = ::socket(AF_INET, 0, 0);",
                           "if (::poll(&waited, 1, 0) == 0) return;",
                           "::getaddrinfo(name, nullptr, nullptr, &found);",
                           "usleep(20);"}) {
    expect_judged(reaches_round_the_seam, {{"device_sim/life/device.cpp", line, true},
                                           {"scenarios/middlebox/relay.cpp", line, true},
                                           {"scenarios/oracles/metric.cpp", line, true},
                                           {"world/virtual/nat.cpp", line, true},
                                           {"world/real/reactor.cpp", line, false},
                                           {"tools/device_sim/main.cpp", line, false}});
  }
  for (const char* line :
       {"co_await host.sleep_until(deadline);", "const Moment now = host.now();", "// as std::thread would",
        "return \"std::thread\";", "Task<Result<void, IoError>> Host::connect(Endpoint to, Moment deadline) {",
        "statement.bind(1, name);", "const Duration time = end - begin;", "const std::size_t operand = brand(1);"}) {
    expect_judged(reaches_round_the_seam, {{"device_sim/life/device.cpp", line, false}});
  }
  expect_kept(reaches_round_the_seam);
}

TEST(Style, NothingOutlivesARun) {
  for (const char* line : {"int count = 0;",
                           "std::map<std::string, int> seen;",
                           "static int count = 0;",
                           "  static std::size_t calls = 0;",
                           "  static std::vector<std::string> names{\"a\"};",
                           "thread_local int depth = 0;",
                           "  thread_local Host* current;",
                           "inline std::atomic<bool> interrupted{false};",
                           "World* turned = nullptr;",
                           "const char* name = \"a\";",
                           "  static const Host* last = nullptr;",
                           "std::function<void(int)> handler;",
                           "  static bool told;",
                           "char buffer[20];",
                           "extern int verbosity;",
                           "auto table = make_table();",
                           "constinit int level = 1;",
                           "unsigned long calls = 0;",
                           "long long total = 0;",
                           "  static unsigned int calls = 0;",
                           "volatile std::sig_atomic_t seen = 0;",
                           "  static volatile bool told = false;",
                           "static struct Cache cache;",
                           "std::atomic<int> calls(0);",
                           "  static std::string last(100, 'x');"}) {
    expect_judged(keeps_state,
                  {{"wire/sip/headers/uri.cpp", line, true}, {"tests/wire/sip/headers/uri_test.cpp", line, true}});
  }
  for (const char* line : {"constexpr int kMost = 3;",
                           "const std::regex form(\"x\");",
                           "static const std::set<int> kTypes{1};",
                           "  static const std::map<int, int> table{{1, 2}};",
                           "  static constexpr char kText[] = \"x\";",
                           "inline constexpr Duration kPause{5};",
                           "const char* const kName = \"a\";",
                           "  static Result<Uri> parse(int text);",
                           "static std::string name_of(int kind) {",
                           "  int count = 0;",
                           "  std::size_t count_;",
                           "using Name = std::string;",
                           "namespace fs = std::filesystem;",
                           "class Host;",
                           "struct Visitor;",
                           "struct Visitor {",
                           "class Visitor : public Base {",
                           "std::string text_of(std::size_t number);",
                           "  static Result<Run, Failure> of(const std::string& name, std::vector<int> more = {});",
                           "enum class Kind { kOne };",
                           "return x;",
                           "template <typename kValue>",
                           "std::string text_of(int value) {",
                           "std::vector<int> numbers_of(const std::string& text, const std::set<int>& most = {}) {",
                           "Task<void> run(Host& host);",
                           "}  // namespace"}) {
    expect_judged(keeps_state, {{"wire/sip/headers/uri.cpp", line, false}});
  }
  expect_kept(keeps_state);
  const SourceFile broken{"wire/sip/headers/uri.cpp",
                          {"std::map<std::string,", "         std::vector<int>>", "    seen;"}};
  EXPECT_NE(keeps_state(broken.path, whole_lines(broken).front()), "");
  for (const SourceFile& file : source_files()) {
    for (const std::string& whole : whole_lines(file))
      EXPECT_EQ(keeps_state(file.path, whole), "") << file.path << ": " << whole;
  }
}

TEST(Style, NothingIsLeftForLater) {
  const std::string later = std::string("// TO") + "DO: read this";
  expect_judged(is_left_for_later,
                {{"values/hex.h", later.c_str(), true}, {"values/hex.h", "// to do what a device does", false}});
  expect_kept(is_left_for_later);
}

TEST(Style, TestsDoNotSleep) {
  for (const std::string& line : std::vector<std::string>{"std::this_thread::sleep_"
                                                          "for(seconds(1));",
                                                          "std::this_thread::sleep_"
                                                          "until(end);",
                                                          "::usl"
                                                          "eep(20);",
                                                          "nanosl"
                                                          "eep(&pause, nullptr);",
                                                          "  sle"
                                                          "ep(1);",
                                                          "::po"
                                                          "ll(nullptr, 0, 20);",
                                                          "TEST(Uri, DIS"
                                                          "ABLED_IsRead) {",
                                                          "  GTEST_"
                                                          "SKIP();"}) {
    expect_judged(waits_or_is_left_out, {{"tests/wire/sip/headers/uri_test.cpp", line.c_str(), true}});
  }
  expect_judged(waits_or_is_left_out,
                {{"tests/wire/sip/headers/uri_test.cpp", "co_await host.sleep(seconds(1));", false},
                 {"tests/wire/sip/headers/uri_test.cpp", "co_await host.sleep_until(end);", false},
                 {"tests/wire/sip/headers/uri_test.cpp", "::poll(&descriptor, 1, 20);", false}});
  expect_kept(waits_or_is_left_out);
}

TEST(Style, TestsOverRealSocketsBindNoFixedPort) {
  for (const char* line :
       {R"(Command server("prov_server", {"serve", "--listen", "127.0.0.1:8080"}, folder.path());)",
        R"(start("call_agent_sim serve --sip=[::1]:5060 --events -");)", R"("listen=udp:127.0.0.1:5060\n")",
        R"("    listen 127.0.0.1:8081;\n")", R"(Peer peer("sipp", {"-p", "5060"});)",
        "auto socket = host.open_udp({host.address(), 5060});", "auto listener = host.listen({IpAddress(), 8080});",
        "options.listen = {{host.address(), 8080}};", "address.sin_port = htons(5060);",
        "auto socket = host.open_udp(Endpoint{host.address(), 5060});",
        "auto listener = host.listen(Endpoint(host.address(), 8080));", "const Endpoint at{host.address(), 5060};",
        "options.at = {host.address(), 8'080};", "Poco::Net::ServerSocket socket(8080);",
        R"(Poco::Net::SocketAddress("127.0.0.1", 8080))"}) {
    expect_judged(binds_a_fixed_port, {{"tests/interop/curl_test.cpp", line, true}});
  }
  for (const char* line :
       {R"({"serve", "--listen", "127.0.0.1:0"})", R"("listen=udp:" + endpoint)", R"("    listen 127.0.0.1:" +)",
        "auto socket = host.open_udp({host.address(), 0});", "auto second = host.listen((*first)->local());",
        R"({"--provisioning-url", "http://127.0.0.1:1/provision"})", R"({"-p", std::to_string(port)})"}) {
    expect_judged(binds_a_fixed_port, {{"tests/interop/curl_test.cpp", line, false}});
  }
  for (const char* line : {"#include \"world/real/real_world.h\"", "  options.world = WorldKind::kReal;",
                           "#include \"tests/tools/command.h\""}) {
    EXPECT_TRUE(is_over_real_sockets({"tests/scenarios/engine/run_test.cpp", {line}})) << line;
  }
  EXPECT_FALSE(is_over_real_sockets({"tests/protocol/http/server_test.cpp", {"#include \"world/virtual/world.h\""}}));
  for (const SourceFile& file : source_files()) {
    if (!is_over_real_sockets(file)) continue;
    for (const std::string& line : file.lines)
      EXPECT_EQ(binds_a_fixed_port(file.path, line), "") << file.path << ": " << line;
  }
}

// An exception that no line needs any more would hide the next violation.
TEST(Style, EveryExceptionStandsInTheTree) {
  for (const StyleException& exception : style_exceptions()) {
    const auto stands = [&](const SourceFile& file) {
      return file.path == exception.path &&
             std::any_of(file.lines.begin(), file.lines.end(),
                         [&](const std::string& line) { return line.find(exception.text) != std::string::npos; });
    };
    EXPECT_TRUE(std::any_of(source_files().begin(), source_files().end(), stands))
        << exception.path << ": " << exception.text;
    EXPECT_STRNE(exception.reason, "");
  }
}

}  // namespace
}  // namespace dialtone
