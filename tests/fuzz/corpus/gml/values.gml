graph [ directed 1 node [ id 1 score NAN meta [ a 1 ] ] node [ id 2 ] edge [ source 1 target 2 weight 0.5 ] ]
