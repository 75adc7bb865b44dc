// SPDX-License-Identifier: Apache-2.0
#include "io/report/style.h"

namespace pullgraph::report {

const char kStyle[] = R"css(
:root{color-scheme:light dark;--paper:#fffffb;--ink:#1b1b1b;--soft:#575757;--rule:#dcdad2;
--blue:#0072b2;--blue-parts:0 114 178;--orange:#b84a00;--hover:#f4f3ec}
@media (prefers-color-scheme:dark){:root{--paper:#161616;--ink:#e9e7e2;--soft:#aaa7a0;
--rule:#3b3a37;--blue:#56b4e9;--blue-parts:86 180 233;--orange:#f0a040;--hover:#201f1d}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#ccc;
--blue:#0072b2;--blue-parts:0 114 178;--orange:#b84a00}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;
print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
max-width:56rem;margin:0 auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.2;font-weight:600;margin:.5rem 0 .25rem}
h2{font-size:1.3rem;line-height:1.25;font-weight:600;margin:0 0 .5rem}
h3{font-size:1rem;font-weight:600;margin:1.5rem 0 0}
p{max-width:42rem;margin:.5rem 0}
a{color:var(--blue)}
section{border-top:1px solid var(--rule);margin-top:2.25rem;padding-top:1.25rem}
.lead{font-size:1.06rem}
.note,caption,figcaption,.sub{color:var(--soft);font-size:.875rem}
.sub{margin-top:0}
section.out{margin-top:1rem;padding-top:.75rem}.out h2{font-size:1.1rem}
.out .lead{font-size:1rem;color:var(--soft)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
.brief{padding:0;margin:1.25rem 0 0;list-style:none}
.brief li{padding:.3rem 0;border-top:1px solid var(--rule)}
.brief a{font-weight:600}
@media screen and (min-width:64rem){.first:has(figure){display:grid;grid-template-columns:1fr 1fr;gap:0 2.5rem;
--wide:min(78rem,100vw - 3rem);width:var(--wide);margin-left:calc((53.5rem - var(--wide))/2)}
.first header{grid-column:1/-1}}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.5rem,1fr));gap:.75rem 1rem;
margin:1rem 0}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.figures dt{color:var(--soft);font-size:.875rem}
.figures dd{margin:0;font-size:1.45rem;line-height:1.2;font-variant-numeric:tabular-nums}
figure{margin:1.25rem 0;break-inside:avoid}
figcaption{max-width:42rem}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums;
overflow-wrap:break-word}
caption{text-align:left;padding-bottom:.4rem;max-width:calc(100vw - 2rem)}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-top:1px solid var(--rule)}
thead th{color:var(--soft);font-weight:400;font-size:.82rem;vertical-align:bottom;border-top:0;
line-height:1.3}
tbody th{font-weight:600;min-width:8rem}
bdi{overflow-wrap:anywhere}
tbody tr:hover{background:var(--hover)}
tr{break-inside:avoid}
.n{text-align:right;white-space:nowrap}
th.n,.n small{white-space:normal}

.w{width:26%;min-width:7rem}
td small,th small{display:block;font-weight:400;font-size:.82rem;color:var(--soft);line-height:1.4}
th small.id{display:inline}
th small b{font-weight:400;color:var(--ink)}
time{white-space:nowrap}
.heat td{text-align:center;border:1px solid var(--paper)}
.heat thead th{text-align:center}
.heat td small{color:inherit}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
svg{display:block;overflow:visible}
svg text{font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums}
svg text.name{font-size:12px;fill:var(--ink)}
svg text.mark{fill:var(--ink);font-weight:600}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.lead-line{stroke:var(--ink);stroke-width:.75}
.half{max-width:26rem}
.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--soft);stroke-width:1}
.curve{fill:none;stroke:var(--blue);stroke-width:2;vector-effect:non-scaling-stroke}
.area,.band{fill:rgb(var(--blue-parts) / .2);stroke:none}
.guide{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
.whisker{stroke:var(--ink);stroke-width:1.5}
.dot,.bar{fill:var(--blue)}
.bar{fill:rgb(var(--blue-parts) / .55)}
.hollow{fill:var(--paper);stroke:var(--blue);stroke-width:1.5}
.front{fill:rgb(var(--blue-parts) / .35);stroke:var(--blue);stroke-width:1.5}
.other{fill:none;stroke:var(--soft);stroke-width:1}
.pinned{fill:var(--ink)}
svg.net{width:100%;height:auto;max-height:34rem}
.net .big{font-size:26px}.net .rim{fill:var(--paper);stroke:var(--blue);stroke-width:2.5}
.net .faint{stroke:var(--soft);stroke-width:1.2}.net .fill{fill:rgb(var(--blue-parts) / .55)}
.net line{stroke-linecap:round}.net .far{stroke:rgb(128 128 128 / .22)}.net .near{stroke:rgb(var(--blue-parts) / .3)}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
dl.terms dt{font-weight:600;margin-top:.6rem}
dl.terms dd{margin:0;max-width:42rem}
@media (max-width:34rem){body{padding:1rem .9rem 3rem}th,td{padding-right:.4rem}
.figures{grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr))}.figures dd{font-size:1.2rem}
tbody th{min-width:9rem}.w{min-width:5rem}.tight{display:none}}
@media print{body{max-width:none;padding:0;font-size:10pt}section{break-inside:auto}
h2,h3,caption{break-after:avoid}.scroll{overflow:visible}a{color:inherit;text-decoration:none}}
)css";

}  // namespace pullgraph::report
