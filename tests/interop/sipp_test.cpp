// SIPp registers a thousand users at call_agent_sim: over one socket, over a socket each, and with users who know no
// domain but the registrar's address.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/interop/servers.h"

namespace dialtone {
namespace {

constexpr int kUsers = 1000;
const Program kSipp{"sipp", "sip-tester"};

// Returns a REGISTER for the user in field0; `more` are whole lines.
std::string register_request(const std::string& domain, const std::string& cseq, const std::string& more) {
  return "<send retrans=\"500\"><![CDATA[\n\n"
         "REGISTER sip:[remote_ip]:[remote_port] SIP/2.0\n"
         "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport\n"
         "Max-Forwards: 70\n"
         "From: <sip:[field0]@" +
         domain +
         ">;tag=[pid]-[call_number]\n"
         "To: <sip:[field0]@" +
         domain +
         ">\n"
         "Call-ID: [call_id]\n"
         "CSeq: " +
         cseq +
         " REGISTER\n"
         "Contact: <sip:[field0]@[local_ip]:[local_port];transport=[transport]>\n"
         "Expires: 3600\n" +
         more + "Content-Length: 0\n\n]]></send>\n";
}

// SIPp expands no keyword inside [authentication], so a field of the file contains all of it.
std::string scenario(const std::string& domain) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"register with digest\">\n" +
         register_request(domain, "1", "") + "<recv response=\"401\" auth=\"true\"/>\n" +
         register_request(domain, "2", "[field1]\n") + "<recv response=\"200\"/>\n</scenario>\n";
}

// SIPp's names of a transport and its sockets: u1, un, t1, tn.
class SippRegisters : public InteropTest, public testing::WithParamInterface<std::string> {
 protected:
  // Registers that many users, named in that domain, and expects a binding for each.
  void register_all(int users, const std::string& domain);
};

void SippRegisters::register_all(int users, const std::string& domain) {
  make_subscribers(users);
  const int port = start_call_agent();
  ASSERT_FALSE(HasFailure());
  std::string fields = "SEQUENTIAL\n";
  for (std::size_t row = 0; row < users_.size(); ++row) {
    fields += users_.at(row, "device_name") + ";[authentication username=" + users_.at(row, "auth_username") +
              " password=" + users_.at(row, "auth_password") + "]\n";
  }
  folder_.write("register.xml", scenario(domain));
  folder_.write("fields.csv", fields);
  const std::string count = std::to_string(users);
  Peer sipp(kSipp,
            {"127.0.0.1:" + std::to_string(port),
             "-sf",
             "register.xml",
             "-inf",
             "fields.csv",
             "-m",
             count,
             "-r",
             "250",
             "-t",
             GetParam(),
             "-i",
             "127.0.0.1",
             "-p",
             std::to_string(free_port()),
             "-max_socket",
             count,
             "-nostdin",
             "-timeout",
             "50s",
             "-timeout_error",
             "-trace_err",
             "-error_file",
             "errors.txt"},
            folder_.path());
  EXPECT_EQ(sipp.wait(), 0) << read_file(folder_.path() / "errors.txt").substr(0, 4000);
  call_agent_->signal(SIGTERM);
  EXPECT_EQ(call_agent_->wait(), 0);
  EXPECT_EQ(count_different("call_agent.jsonl", "binding.added", "aor"), static_cast<std::size_t>(users));
}

TEST_P(SippRegisters, AThousandUsersWithDigest) { register_all(kUsers, "voip.example.net"); }

// 10 C14
TEST_P(SippRegisters, UsersOfTheRegistrarsOwnAddress) { register_all(50, "[remote_ip]"); }

INSTANTIATE_TEST_SUITE_P(Transports, SippRegisters, testing::Values("u1", "un", "t1", "tn"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace dialtone
