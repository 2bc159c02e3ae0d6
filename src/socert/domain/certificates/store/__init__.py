"""The tables certificate, certificate_event, issue_list and issue_row."""
