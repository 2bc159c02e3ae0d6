"""Tables: certificate, certificate_event, issue_list, issue_row, decision_issue, decision_refusal, queue_place."""
