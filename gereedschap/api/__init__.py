"""What every REST edge shares: envelope, parameters, paging, formats, problems. No domain."""
