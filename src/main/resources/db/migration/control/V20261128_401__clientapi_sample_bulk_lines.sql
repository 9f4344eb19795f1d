-- Their statistics are made for each file, between its last line and the first record: few rows tell as much of them.
ALTER TABLE client_bulk_lines
    ALTER credential_id SET STATISTICS 10,
    ALTER stream SET STATISTICS 10,
    ALTER fence SET STATISTICS 10,
    ALTER line SET STATISTICS 10,
    ALTER id SET STATISTICS 10,
    ALTER parent_id SET STATISTICS 10;
