// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/normal_quantile.h"

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/erf.hpp>

namespace pullgraph {

double TwoSidedNormalQuantile(double tail) {
  // Not quantile(normal, tail / 2): that halves the smallest tails to nothing. And no
  // long doubles, which differ from machine to machine.
  using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return boost::math::double_constants::root_two * boost::math::erfc_inv(tail, Policy());
}

}  // namespace pullgraph
