// SPDX-License-Identifier: Apache-2.0
#include "tools/command/host.h"

#include <cstdio>

#include "tools/command/session.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

thread_local Host* current_host = nullptr;

// Makes `host` the current one as long as it lives.
class HostScope {
 public:
  explicit HostScope(Host& host) : before_(current_host) { current_host = &host; }
  ~HostScope() { current_host = before_; }
  HostScope(const HostScope&) = delete;
  HostScope& operator=(const HostScope&) = delete;

 private:
  Host* before_;
};

}  // namespace

Host* CurrentHost() { return current_host; }

void SayAside(std::string_view text) {
  if (current_host != nullptr) return current_host->Said(text);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

int RunVerbFor(Host& host, const Verb& verb, const std::vector<std::string>& words) {
  const HostScope scope(host);
  Verb own = verb;
  own.settings = verb.make_settings();
  Session session(&host);
  return RunVerb(session, own, words);
}

}  // namespace pullgraph::tools
