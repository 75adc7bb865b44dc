# Which headers users of the library get.
#
# Public: what a user calls, and what those headers include. They are installed as
# <pullgraph/graph/...>, <pullgraph/algorithms/...>, <pullgraph/io/...>.
# Internal: all others; they can change at any time. A pattern stands for many.
#
# A new header goes into one of the two. Does a user call it, or does a public header
# need it? Public. Otherwise internal. The test `public_headers` fails for a header that
# is in neither, and for a public header that includes an internal one.
set(PULLGRAPH_PUBLIC_HEADERS
  graph/attributes.h
  graph/build_introduction_graph.h
  graph/calendar.h
  graph/columns.h
  graph/community_builder.h
  graph/community_graph.h
  graph/community_view.h
  graph/huge_page_allocator.h
  graph/ids.h
  graph/introduction_graph.h
  graph/member_policy.h
  graph/offering.h
  graph/names.h
  graph/number_range.h
  graph/random.h
  graph/rows.h
  graph/run_control.h
  graph/string_table.h
  graph/tie_graph.h
  graph/tie_graph_boost.h
  graph/tie_probability.h
  graph/time.h

  algorithms/kernels/betweenness.h
  algorithms/kernels/bfs.h
  algorithms/kernels/boosted_trees.h
  algorithms/kernels/bitmap.h  # For reverse_sets.h.
  algorithms/kernels/cluster_bootstrap.h
  algorithms/kernels/community_quality.h
  algorithms/kernels/components.h
  algorithms/kernels/core.h
  algorithms/kernels/count_intervals.h
  algorithms/kernels/generators.h
  algorithms/kernels/hawkes.h
  algorithms/kernels/hop_limited_paths.h
  algorithms/kernels/k_shortest_paths.h
  algorithms/kernels/kaplan_meier.h
  algorithms/kernels/layout.h
  algorithms/kernels/leiden.h
  algorithms/kernels/log_rank.h
  algorithms/kernels/logistic.h
  algorithms/kernels/map_equation.h
  algorithms/kernels/max_coverage.h
  algorithms/kernels/metrics.h
  algorithms/kernels/no_node.h
  algorithms/kernels/pagerank.h
  algorithms/kernels/pair_similarity.h
  algorithms/kernels/path_key.h  # For hop_limited_paths.h.
  algorithms/kernels/ppr.h
  algorithms/kernels/ranking_metrics.h
  algorithms/kernels/reverse_sets.h
  algorithms/kernels/simple_ties.h
  algorithms/kernels/sssp.h
  algorithms/kernels/sweep_cut.h
  algorithms/kernels/undirected_fold.h
  algorithms/kernels/undirected_strengths.h
  algorithms/kernels/wilson.h

  algorithms/access/brokers.h
  algorithms/access/closeness.h
  algorithms/access/exchanges.h
  algorithms/access/introduction_path.h
  algorithms/access/introduction_plan.h
  algorithms/access/k_introduction_paths.h
  algorithms/access/path_trade_off.h
  algorithms/access/reach.h
  algorithms/access/time_respecting_paths.h

  algorithms/achieve/answer_rates.h
  algorithms/achieve/answer_times.h
  algorithms/achieve/community_team.h
  algorithms/achieve/complements.h
  algorithms/achieve/coverage.h
  algorithms/achieve/improvement_rate.h
  algorithms/achieve/structural_holes.h
  algorithms/achieve/teams.h

  algorithms/attract/calibration.h
  algorithms/attract/contact_backtest.h
  algorithms/attract/contact_history.h
  algorithms/attract/event_backtest.h
  algorithms/attract/event_features.h
  algorithms/attract/event_history.h
  algorithms/attract/event_model.h
  algorithms/attract/event_rankings.h
  algorithms/attract/event_stream.h
  algorithms/attract/forecast_quality.h  # For pull_model.h.
  algorithms/attract/forecast_verdict.h
  algorithms/attract/link_evaluation.h
  algorithms/attract/link_features.h
  algorithms/attract/link_model.h
  algorithms/attract/link_predict.h
  algorithms/attract/pull_calibration.h  # For pull_model.h.
  algorithms/attract/pull_clock.h
  algorithms/attract/pull_features.h
  algorithms/attract/pull_forest.h  # For pull_model.h.
  algorithms/attract/pull_model.h
  algorithms/attract/serendipity.h

  algorithms/convert/conversions.h
  algorithms/convert/convert_calibration.h  # For convert_model.h.
  algorithms/convert/convert_features.h
  algorithms/convert/convert_learner.h  # For convert_model.h.
  algorithms/convert/convert_model.h
  algorithms/convert/convert_report.h

  algorithms/edge/distinctive_topics.h
  algorithms/edge/edge_clusters.h
  algorithms/edge/conversion_test.h
  algorithms/edge/exposure_test.h
  algorithms/edge/frontier.h

  algorithms/identity/find_identities.h

  algorithms/journey/acts.h
  algorithms/journey/adoption_curve.h
  algorithms/journey/adoption_exposure.h
  algorithms/journey/adoption_periods.h
  algorithms/journey/cluster_life.h
  algorithms/journey/cohorts.h
  algorithms/journey/influence_graph.h
  algorithms/journey/influence_learning.h
  algorithms/journey/levels.h
  algorithms/journey/leverage.h
  algorithms/journey/leverage_backtest.h
  algorithms/journey/leverage_choice.h
  algorithms/journey/pace.h
  algorithms/journey/pace_groups.h
  algorithms/journey/silence.h
  algorithms/journey/spread.h
  algorithms/journey/tenure.h
  algorithms/journey/transition_check.h
  algorithms/journey/waits.h
  algorithms/journey/windows.h

  algorithms/lean/absence.h
  algorithms/lean/attribution.h
  algorithms/lean/experiment.h
  algorithms/lean/member_features.h
  algorithms/lean/needs.h
  algorithms/lean/needs_backtest.h
  algorithms/lean/qini.h
  algorithms/lean/uplift_model.h
  algorithms/lean/waste.h

  algorithms/opportunity/backtest.h
  algorithms/opportunity/customer_backtest.h
  algorithms/opportunity/learned_introductions.h
  algorithms/opportunity/leverage_lift.h
  algorithms/opportunity/list_change.h
  algorithms/opportunity/market_edge.h
  algorithms/opportunity/need_paths.h
  algorithms/opportunity/opportunity.h
  algorithms/opportunity/plan.h
  algorithms/opportunity/prospect_list.h

  io/byte_source.h
  io/community_file.h
  io/community_rows.h
  io/export_csv.h
  io/export_graph.h
  io/generate_community.h
  io/output_file.h
  io/result_stream.h
  io/import/alias_table.h
  io/import/bots.h
  io/import/csv.h
  io/import/csv_mapping.h
  io/import/csv_tables.h
  io/import/customers.h
  io/import/debian.h
  io/import/discord.h
  io/import/discourse.h
  io/import/dot.h
  io/import/edges.h
  io/import/employers.h
  io/import/gexf.h
  io/import/git.h
  io/import/github.h
  io/import/gml.h
  io/import/graph_options.h
  io/import/graphml.h
  io/import/id_list.h
  io/import/import_result.h
  io/import/input_folder.h
  io/import/mapping_template.h
  io/import/matrix_market.h
  io/import/mbox.h
  io/import/message.h
  io/import/message_community.h
  io/import/merge.h
  io/import/metis.h
  io/import/node_link.h
  io/import/pajek.h
  io/import/pseudonyms.h
  io/import/rebuild.h
  io/import/product_events.h
  io/import/rows.h
  io/import/slack.h
  io/import/source_folder.h
  io/import/source_formats.h
  io/import/sql.h
  io/import/table_presets.h
  io/import/table_preview.h
  io/import/togetherness.h
  io/import/stackexchange.h
  io/import/zulip.h)

# Regular expressions, each for whole paths.
set(PULLGRAPH_INTERNAL_HEADERS
  "graph/(arc_sort|known_tie|community_(builder_rows|check)|date_contradictions|fault_finder|observed|parallel|signal_topics|utf8)[.]h"

  # Parts of kernels.
  "algorithms/kernels/(arc_costs|.*_spur_search|spur_query)[.]h"  # k_shortest_paths
  "algorithms/kernels/(delta_stepping|relaxation|shortest_path_parents)[.]h"  # sssp
  "algorithms/kernels/(disc_packing|plane|leiden_level|path_sample|rank_solver|normal_quantile|sigmoid)[.]h"

  # Parts of verbs.
  "algorithms/access/(cheapest_assignment|hyper_ball|introduction_c(heck|ost)|introduction_ways|live_worlds)[.]h"
  "algorithms/attract/link_(candidates|probe|ranking|sampling|surroundings)[.]h"
  "algorithms/attract/pull_(candidates|fit|history|likeness|origins|samples|scan|validation)[.]h"
  "algorithms/convert/convert_(judge|origins|sentence)[.]h"
  "algorithms/edge/(edge_parts|pareto)[.]h"
  "algorithms/identity/(account_keys|coincidence|mail_address)[.]h"
  "algorithms/journey/(influence_prior|leverage_sampling)[.]h"
  "algorithms/lean/(answerers|need_events)[.]h"
  "algorithms/opportunity/(explain|gates|joint_(plan|search)|simple_rankings|worth)[.]h"

  # Bytes and blocks of files, messages and pages of the command, insides of importers.
  "io/(export_graph_rows|generate_conversions|block_stream|byte_decoder|column_codec|community_assembler|crc32c|load_budget|mapped_file|partial_name)[.]h"
  "io/.*_messages[.]h"
  "io/(answer|report)/.*"
  "io/import/(alias_rows|archive|csv_(cells|header|joins|reader|rows|table|value)|customer_rule|debian_(archive|control)|far_dates|offer_rule)[.]h"
  "io/import/(dot_tokens|edge_(columns|fold)|graph_rows|node_link_reader|numbered_nodes|pajek_sections)[.]h"
  "io/import/(text_lines|tie_weights|xml_events|mapped_tables|sql_database)[.]h"
  "io/import/(edges_reader|gml_tokens|line_blocks|place|row_adder|status_macros|text_cursor)[.]h"
  "io/import/(child_process|cut_lines|git_commits|json_items|json_value|mail_archive|mail_header|mbox_reader|message_rows|text_encoding)[.]h"
  "io/import/(discourse_rows|github_(mentions|names|reader)|identities|json_stream|json_table|pg_dump|plain_number)[.]h"
  "io/import/(product_(reader|words)|table_(records|text)|usual_dates)[.]h"
  "io/import/(source_text|stackexchange_dump|xml_rows)[.]h")
