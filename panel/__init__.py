"""The Performance Support Panel and the boards: meetings, radar, packs."""
